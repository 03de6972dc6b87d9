import { describe, expect, test } from "vitest";
import { policyRules } from "../../src/services/opa/documents.ts";
import { malformedCases, wellFormedCases } from "../../src/services/opa/malformed.ts";
import { accessRules } from "../../src/services/opa/rules.ts";
import { listedCases, roleSets, unlistedCases } from "../../src/services/opa/truth-table.ts";

const cases = [...listedCases(accessRules), ...unlistedCases(accessRules)];
const allowed = new Map(cases.map(({ id, allow }) => [id, allow]));

/** Written by hand from matrix 6.3: resource, action, role, and whether it is allowed for one's own, another's, another tenant's. */
const BY_HAND: readonly (readonly [pair: string, role: string, own: boolean, other: boolean])[] = [
  ["tenant.read", "none", true, true],
  ["tenant.read", "auditor", true, true],
  ["tenant.update", "none", false, false],
  ["tenant.update", "admin", false, false],
  ["tenant.update", "tenant_admin", true, true],
  ["user.read", "none", true, false],
  ["user.read", "tenant_admin", true, false],
  ["user.read", "admin", true, true],
  ["user.delete", "none", false, false],
  ["user.delete", "user", false, false],
  ["user.delete", "admin", true, true],
  ["voice_session.create", "none", false, false],
  ["voice_session.create", "user", true, true],
  ["voice_session.create", "admin", true, true],
  ["voice_session.read", "user", true, false],
  ["voice_session.read", "admin", true, true],
  ["billing.read", "user", false, false],
  ["billing.read", "billing_admin", true, true],
  ["billing.read", "admin", true, true],
  ["billing.update", "billing_admin", false, false],
  ["billing.update", "admin", true, true],
];

describe("the truth table of matrix 6.3", () => {
  test.each(BY_HAND)("%s by %s is decided as the document says, in both shapes", (pair, role, own, other) => {
    for (const shape of ["documented", "sent"])
      expect(
        ["own", "other", "foreign"].map((standing) => allowed.get(`${pair}.${role}.${standing}.${shape}`)),
      ).toEqual([own, other, false]);
  });

  test("has every rule for no role, each, each two, all, an unknown one and one beside it, thrice in two shapes", () => {
    expect(roleSets(accessRules)).toHaveLength(1 + 4 + 6 + 1 + 2);
    expect(listedCases(accessRules)).toHaveLength(8 * 14 * 3 * 2);
  });

  test("allows nothing of another tenant, whatever the roles and whoever the owner", () => {
    const foreign = cases.filter(({ id }) => id.includes(".foreign."));
    expect(foreign.length).toBeGreaterThan(200);
    expect(foreign.filter(({ allow }) => allow)).toEqual([]);
  });

  test("denies every pair that no rule names, to somebody with every role too", () => {
    const unlisted = unlistedCases(accessRules);
    expect(new Set(unlisted.map(({ id }) => id.split(".").slice(0, 2).join(".")))).toContain("billing.delete");
    expect(unlisted.filter(({ allow }) => allow)).toEqual([]);
    expect(unlisted).toHaveLength((5 * 5 - 8) * 2 * 2);
  });

  test("names each question once, the malformed ones too", () => {
    const ids = [...cases, ...malformedCases, ...wellFormedCases].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test("a rule without a role and without a relation is for everybody, and no other", () => {
  const open = policyRules(accessRules).filter(({ everybody }) => everybody);
  expect(open.map(({ resource, action }) => `${resource} ${action}`)).toEqual(["tenant read"]);
});
