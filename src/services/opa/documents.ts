import type { AccessRule } from "../../domain/permissions.ts";
import { listedCases, roleSets } from "./truth-table.ts";

/** The folder of OPA's container that avb keeps, and its parts: what is loaded, and what is only being checked. */
export const POLICY_FOLDER = { path: "/policies", loaded: "loaded", candidate: "candidate" } as const;

/** Rego that ships with avb, in `templates/opa/`. */
export const SHIPPED_POLICIES = ["policy.rego", "request.rego"] as const;

/** Its test; it is run before a policy is loaded, and not loaded itself. */
export const POLICY_TEST = "policy_test.rego";

/** The file that holds the rules. */
export const RULES_FILE = "data.json";

/** Where the server has them: below `/v1/data`. */
export const RULES_PATH = "permissions";

/** A rule as the policy reads it. */
export interface PolicyRule {
  readonly resource: string;
  readonly action: string;
  readonly roles: readonly string[];
  readonly relation: "self" | "owner" | "none";
  /** Everybody who is signed in. */
  readonly everybody: boolean;
}

/** The rules of the matrix in the policy's words. */
export const policyRules = (rules: readonly AccessRule[]): readonly PolicyRule[] =>
  rules.map(({ resource, action, roles, relation }) => ({
    ...{ resource, action, roles, relation: relation ?? "none" },
    everybody: roles.length === 0 && relation === undefined,
  }));

/** The text of the rules' file. */
export const rulesText = (rules: readonly AccessRule[]): string =>
  `${JSON.stringify({ [RULES_PATH]: { rules: policyRules(rules) } }, null, 2)}\n`;

/** The cases of `opa test`, by what each is called: the truth table without two roles at once, which costs half the time. */
export const casesText = (rules: readonly AccessRule[]): string => {
  const sets = roleSets(rules).filter(({ length }) => length !== 2);
  const cases = listedCases(rules, sets).map(({ id, input, allow }) => [id, { input, allow }]);
  return `${JSON.stringify({ permissions_test: Object.fromEntries(cases) })}\n`;
};
