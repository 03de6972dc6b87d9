import type { Credential } from "../../domain/credential.ts";
import type { ScanHit, ScanText } from "../../domain/secret-scan.ts";
import { quickLook } from "./anchors.ts";
import { assignedHits, assignmentsTo, variablesOf } from "./assignments.ts";
import { connectionHits } from "./connections.ts";
import { isExample } from "./examples.ts";
import { placeholderHits, placeholderOwners } from "./placeholders.ts";
import { isTaken, SECRET_RULES, type SecretRule } from "./rules.ts";

/** What avb looks for: the quick look, its own rules, and what is kept of what the engine's rules find. */
export interface Detector {
  mayHold(path: string, text: string): boolean;
  own(source: ScanText): readonly ScanHit[];
}

/** The detector for these credentials: those that avb knows and a team's own. */
export function detectorFor(credentials: readonly Credential[]): Detector {
  const owners = variablesOf(credentials);
  const finder = assignmentsTo(owners.keys());
  const placeholders = placeholderOwners(credentials);
  const secretNames = [...owners].flatMap(([name, { field }]) => (field.secret ? [name] : []));
  return {
    mayHold: quickLook(secretNames),
    own: (source) => [
      ...SECRET_RULES.flatMap((rule) => ruleHits(source.text, rule)),
      ...connectionHits(source.text),
      ...assignedHits(source.text, finder, owners),
      ...placeholderHits(source, placeholders),
    ],
  };
}

const ruleHits = (text: string, rule: SecretRule): readonly ScanHit[] =>
  [...text.matchAll(rule.pattern)].flatMap(({ 0: value, index }): readonly ScanHit[] => {
    if (!isTaken(rule, value)) return [];
    const hit = { rule: rule.id, kind: "secret", start: index, end: index + value.length } as const;
    return [{ ...hit, ...(rule.credential === undefined ? {} : { credential: rule.credential }) }];
  });

/** True for what one of the engine's own rules found and documentation does not show; a private key is judged by its rule. */
export const isKept = ({ rule, start, end }: ScanHit, text: string): boolean =>
  rule === "privatekey/PrivateKey" || !isExample(text.slice(start, end));

/** One hit for each place: of two that overlap avb's own rule counts before the engine's, then the longer one. */
export function withoutOverlaps(hits: readonly ScanHit[]): readonly ScanHit[] {
  const kept: ScanHit[] = [];
  for (const hit of [...hits].sort((one, other) => one.start - other.start || byRank(one, other))) {
    const last = kept.at(-1);
    if (last === undefined || hit.start >= last.end) kept.push(hit);
    else if (byRank(hit, last) < 0) kept[kept.length - 1] = hit;
  }
  return kept;
}

const byRank = (one: ScanHit, other: ScanHit): number => rankOf(one) - rankOf(other) || lengthOf(other) - lengthOf(one);

/** A form tells more than the variable that a value is given to, what was decoded more than what was not, the engine's rules least. */
function rankOf({ rule, encoding }: ScanHit): number {
  if (rule.includes("/")) return 3;
  if (rule !== "assigned") return 0;
  return encoding === undefined ? 2 : 1;
}
const lengthOf = ({ start, end }: ScanHit): number => end - start;
