# Every line of the truth table is a test of its own (`opa test`); avb makes the table from the rules.
package agentvoicebox_test

test_decision[note] if {
	some note, case in data.permissions_test
	decision := data.agentvoicebox.allow with input as case.input
	decision == case.allow
}
