# One form for the two shapes of a question: that of matrix section 6.2, and the one that the backend sends.
# A field that is missing, unknown or of another type leaves `asked` undefined, and so nothing is allowed.
package agentvoicebox.request

# {user: {id, roles, tenant_id}, resource: {type, id, tenant_id, owner_id}, action}
asked := {"action": input.action, "user": user, "resource": resource} if {
	object.keys(input) == {"user", "resource", "action"}
	object.keys(input.user) == {"id", "roles", "tenant_id"}
	user := person(input.user.id, input.user.roles, input.user.tenant_id)
	resource := thing(input.resource, input.resource.tenant_id)
	is_text(input.action)
}

# {subject: {type, id}, tenant_id, resource: {type, id}, action, context: {roles, …}}. The tenant is the request's, for
# both sides; a resource may name its own. What else the context holds (path, method) decides nothing.
asked := {"action": input.action, "user": user, "resource": resource} if {
	object.keys(input) == {"action", "resource", "subject", "tenant_id", "context"}
	object.keys(input.subject) == {"type", "id"}
	is_text(input.subject.type)
	user := person(input.subject.id, input.context.roles, input.tenant_id)
	resource := thing(input.resource, object.get(input.resource, "tenant_id", input.tenant_id))
	is_text(input.action)
}

person(id, roles, tenant) := {"id": id, "roles": roles, "tenant_id": tenant} if {
	is_text(id)
	is_text(tenant)
	is_array(roles)
	every role in roles { is_string(role) }
}

# A list or a thing that is only to be made has no id.
thing(given, tenant) := {"type": given.type, "id": id, "tenant_id": tenant, "owner_id": owner} if {
	object.keys(given) - {"type", "id", "tenant_id", "owner_id"} == set()
	is_text(given.type)
	is_text(tenant)
	id := object.get(given, "id", null)
	is_text_or_null(id)
	owner := object.get(given, "owner_id", null)
	is_text_or_null(owner)
	is_in_its_tenant(given.type, id, tenant)
}

# A tenant's own tenant is itself.
is_in_its_tenant(type, _, _) if type != "tenant"

is_in_its_tenant("tenant", id, id)

is_text(value) if {
	is_string(value)
	value != ""
}

is_text_or_null(null)

is_text_or_null(value) if is_text(value)
