import type { AccessRule } from "../../domain/permissions.ts";
import { accessRules, DECISION_PATH, sampleInput } from "../../services/opa/rules.ts";
import { listedCases, roleSets, STANDINGS } from "../../services/opa/truth-table.ts";

/** One line of the truth table: what somebody with one role, or with none, may do. */
export interface TruthLine {
  readonly resource: string;
  readonly action: string;
  /** `-` for nobody's. */
  readonly role: string;
  readonly own: boolean;
  readonly other: boolean;
  readonly foreign: boolean;
}

/** The rules of OPA's policy, and what they come to. */
export interface PolicyDescription {
  readonly decisionPath: string;
  readonly sampleInput: unknown;
  readonly rules: readonly AccessRule[];
  readonly truthTable: readonly TruthLine[];
}

/** Everything from the rules' table: no server is asked, and nothing need run. */
export function describePolicies(): PolicyDescription {
  const roles = roleSets(accessRules).filter((set) => set.length < 2);
  const truthTable = accessRules.flatMap((rule) => roles.map(([role]) => lineOf(rule, role)));
  return { decisionPath: DECISION_PATH, sampleInput, rules: accessRules, truthTable };
}

function lineOf({ resource, action }: AccessRule, role: string | undefined): TruthLine {
  const allowed = new Map(CASES.map(({ id, allow }) => [id, allow]));
  const [own, other, foreign] = STANDINGS.map(
    (standing) => allowed.get([resource, action, role ?? "none", standing, "documented"].join(".")) === true,
  );
  return { resource, action, role: role ?? "-", own: own === true, other: other === true, foreign: foreign === true };
}

const CASES = listedCases(accessRules);
