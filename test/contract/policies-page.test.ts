import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describePolicies } from "../../src/flows/opa/describe-policies.ts";
import { policiesPage } from "../../src/ui/policies-page.ts";

test("docs/policies.md is what the rules say of themselves", () => {
  const page = readFileSync(new URL("../../docs/policies.md", import.meta.url), "utf8");
  expect(page, "print the page again: avb dev policies docs > docs/policies.md").toBe(policiesPage(describePolicies()));
});
