import { closest } from "../../domain/closest.ts";
import { type HclEntry, type HclValue, parseHcl } from "./hcl.ts";
import type { HclPlace } from "./hcl-tokens.ts";
import { isBody } from "./policy-text.ts";

/** Something to say about a policy's text; Vault takes what is doubtful, and refuses what is wrong. */
export interface PolicyProblem extends HclPlace {
  readonly level: "wrong" | "doubtful";
  /** A clause without a full stop. */
  readonly says: string;
}

const CAPABILITIES = [
  ...["create", "read", "update", "patch", "delete", "list"],
  ...["sudo", "deny", "subscribe", "recover"],
] as const;
const KEYS = [
  ...["capabilities", "policy", "allowed_parameters", "denied_parameters", "required_parameters"],
  ...["min_wrapping_ttl", "max_wrapping_ttl", "mfa_methods", "control_group", "subscribe_event_types"],
] as const;
const SHORTHANDS = ["deny", "read", "write", "sudo"];

/** Everything that Vault 1.21 would refuse in a policy, and what it takes though it hardly means what was meant. */
export function policyProblems(text: string): readonly PolicyProblem[] {
  if (text.trim() === "") return [{ level: "wrong", says: "the policy is empty", line: 1, column: 1 }];
  if (text.trimStart().startsWith("{"))
    return [{ level: "wrong", says: "a policy is written in HCL here, not in JSON", line: 1, column: 1 }];
  const body = parseHcl(text);
  if (!("entries" in body)) return [{ level: "wrong", ...body }];
  if (body.entries.length === 0)
    return [{ level: "doubtful", says: "the policy has no path, so it allows nothing", line: 1, column: 1 }];
  return body.entries.flatMap(entryProblems);
}

function entryProblems(entry: HclEntry): readonly PolicyProblem[] {
  const { key, labels, value } = entry;
  if (key === "name") return typeof value === "string" ? [] : [wrong(entry, "'name' must be a text")];
  if (key !== "path") return [wrong(entry, unknown(key, ["path", "name"]))];
  const [path] = labels;
  if (path === undefined || !isBody(value)) return [wrong(entry, 'a rule is written path "…" { … }')];
  return [
    ...pathProblems(entry, path),
    ...twiceIn(value.entries),
    ...value.entries.flatMap(keyProblems),
    ...emptyRule(entry, value.entries),
  ];
}

function pathProblems(entry: HclEntry, path: string): readonly PolicyProblem[] {
  if (path.includes("+*"))
    return [wrong(entry, "'+*' is no wildcard of Vault's: write '+' for a part of a path, or '*' at its end")];
  if (path.slice(0, -1).includes("*"))
    return [doubtful(entry, "'*' means any rest only at the end of a path; '+' stands for one part")];
  return path === "" ? [doubtful(entry, "the path is empty, so the rule is about nothing")] : [];
}

const twiceIn = (entries: readonly HclEntry[]): readonly PolicyProblem[] =>
  entries
    .filter(({ key }, at) => entries.findIndex((other) => other.key === key) < at)
    .map((entry) => wrong(entry, `'${entry.key}' is there twice`));

const emptyRule = (entry: HclEntry, entries: readonly HclEntry[]): readonly PolicyProblem[] =>
  entries.some(
    ({ key, value }) => (key === "capabilities" && (!Array.isArray(value) || value.length > 0)) || key === "policy",
  )
    ? []
    : [doubtful(entry, "the rule has no capabilities, so it allows nothing")];

function keyProblems(entry: HclEntry): readonly PolicyProblem[] {
  const { key, value } = entry;
  if (!KEYS.some((known) => known === key)) return [wrong(entry, unknown(key, KEYS))];
  if (key === "capabilities") return capabilityProblems(entry, value);
  if (key === "policy" && !SHORTHANDS.some((one) => one === value))
    return [wrong(entry, `'policy' must be one of ${SHORTHANDS.join(", ")}`)];
  if (key.endsWith("_wrapping_ttl") && !isDuration(value))
    return [wrong(entry, `'${key}' must be a duration such as "60s"`)];
  if (key === "required_parameters" && !Array.isArray(value)) return [wrong(entry, `'${key}' must be a list`)];
  return [];
}

function capabilityProblems(entry: HclEntry, value: HclValue): readonly PolicyProblem[] {
  if (!Array.isArray(value)) return [wrong(entry, "'capabilities' must be a list")];
  const names = value.map(String);
  const strange = names.filter((name) => !CAPABILITIES.some((known) => known === name));
  if (strange.length > 0) return strange.map((name) => wrong(entry, unknown(name, CAPABILITIES, "capability")));
  const isMixed = names.includes("deny") && names.length > 1;
  return isMixed ? [doubtful(entry, "'deny' takes away every other capability beside it")] : [];
}

const isDuration = (value: HclValue): boolean =>
  typeof value === "number" || (typeof value === "string" && /^\d+(?:\.\d+)?(?:[smhd]|ms)?$/.test(value));

function unknown(name: string, known: readonly string[], what = "name"): string {
  const near = closest(name, known);
  return `'${name}' is no ${what} here; ${near === undefined ? `there are ${known.join(", ")}` : `'${near}' may be meant`}`;
}

const wrong = ({ line, column }: HclEntry, says: string): PolicyProblem => ({ level: "wrong", says, line, column });
const doubtful = ({ line, column }: HclEntry, says: string): PolicyProblem => ({
  level: "doubtful",
  says,
  line,
  column,
});
