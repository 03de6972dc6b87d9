# Who may do what: matrix section 6.3. The rules are data (data.permissions.rules); this reads them.
package agentvoicebox

import data.agentvoicebox.request.asked

# What no rule allows is denied: a pair of resource and action that is not listed, another tenant's things, and a
# question that does not have one of the two known shapes.
default allow := false

allow if {
	some rule in data.permissions.rules
	rule.resource == asked.resource.type
	rule.action == asked.action
	asked.resource.tenant_id == asked.user.tenant_id
	is_entitled(rule)
}

is_entitled(rule) if rule.everybody

is_entitled(rule) if {
	some role in rule.roles
	role in asked.user.roles
}

is_entitled(rule) if {
	rule.relation == "self"
	asked.resource.id == asked.user.id
}

is_entitled(rule) if {
	rule.relation == "owner"
	asked.resource.owner_id == asked.user.id
}
