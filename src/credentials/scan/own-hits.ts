import type { Credential } from "../../domain/credential.ts";
import { CUT_SHORT, MOST_HITS, type ScanHit, type ScanText } from "../../domain/secret-scan.ts";
import { engineMayFind, quickLook } from "./anchors.ts";
import { assignedHits, assignmentsTo, variablesOf } from "./assignments.ts";
import { connectionHits } from "./connections.ts";
import { isExample } from "./examples.ts";
import { placeholderHits, placeholderOwners, placeholderRulesFor } from "./placeholders.ts";
import { isTaken, SECRET_RULES, type SecretRule } from "./rules.ts";

/** What avb looks for: the quick look, its own rules, and what is kept of what the engine's rules find. */
export interface Detector {
  mayHold(path: string, text: string): boolean;
  /** Whether the engine could find something: false is certain. */
  engineMayFind(text: string): boolean;
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
    engineMayFind,
    own: (source) => [
      ...SECRET_RULES.flatMap((rule) => firstOf(ruleHits(source.text, rule))),
      ...firstOf(connectionHits(source.text)),
      ...firstOf(assignedHits(source.text, finder, owners)),
      ...placeholderRulesFor(source).flatMap((rule) => firstOf(placeholderHits(source.text, rule, placeholders))),
    ],
  };
}

/** The first hits of a rule; where there are more, the next one says so. */
function firstOf(hits: Iterable<ScanHit>): readonly ScanHit[] {
  const first: ScanHit[] = [];
  for (const hit of hits) {
    if (first.length === MOST_HITS) return [...first, { ...hit, rule: CUT_SHORT.own }];
    first.push(hit);
  }
  return first;
}

function* ruleHits(text: string, rule: SecretRule): Iterable<ScanHit> {
  for (const { 0: value, index } of text.matchAll(rule.pattern)) {
    if (!isTaken(rule, value)) continue;
    const hit = { rule: rule.id, kind: "secret", start: index, end: index + value.length } as const;
    yield { ...hit, ...(rule.credential === undefined ? {} : { credential: rule.credential }) };
  }
}

const isCut = ({ rule }: ScanHit): boolean => rule === CUT_SHORT.own || rule === CUT_SHORT.engine;

/** True for what one of the engine's own rules found and documentation does not show; a private key is judged by its rule. */
export const isKept = (hit: ScanHit, text: string): boolean =>
  isCut(hit) || hit.rule === "privatekey/PrivateKey" || !isExample(text.slice(hit.start, hit.end));

/** One hit for each place: of two that overlap avb's own rule counts before the engine's, then the longer one. */
export function withoutOverlaps(hits: readonly ScanHit[]): readonly ScanHit[] {
  const kept: ScanHit[] = [];
  const places = hits.filter((hit) => !isCut(hit));
  for (const hit of places.sort((one, other) => one.start - other.start || byRank(one, other))) {
    const last = kept.at(-1);
    if (last === undefined || hit.start >= last.end) kept.push(hit);
    else if (byRank(hit, last) < 0) kept[kept.length - 1] = hit;
  }
  return [...kept, ...hits.filter(isCut)];
}

const byRank = (one: ScanHit, other: ScanHit): number => rankOf(one) - rankOf(other) || lengthOf(other) - lengthOf(one);

/** A form tells more than the variable that a value is given to, what was decoded more than what was not, the engine's rules least. */
function rankOf({ rule, encoding }: ScanHit): number {
  if (rule.includes("/")) return 3;
  if (rule !== "assigned") return 0;
  return encoding === undefined ? 2 : 1;
}
const lengthOf = ({ start, end }: ScanHit): number => end - start;
