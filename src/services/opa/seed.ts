import { normalForm } from "../../domain/reconcile.ts";
import type { FieldChange, SeedVerdict } from "../../domain/seeding.ts";
import type { HeldPolicy } from "./api.ts";
import { POLICY_FOLDER, RULES_FILE, RULES_PATH } from "./documents.ts";

/** What an OPA has loaded, and what stands in the folder that it loads from. */
export interface HeldPolicies {
  readonly policies: readonly HeldPolicy[];
  /** What stands below `RULES_PATH`. */
  readonly rules: unknown;
  /** Texts of the folder's files by their names. */
  readonly files: ReadonlyMap<string, string>;
}

/** What is to be loaded: the texts of files by their names. */
export type WantedPolicies = ReadonlyMap<string, string>;

/** The server's id of a file of the folder. */
export const policyId = (name: string): string => `${POLICY_FOLDER.path.slice(1)}/${POLICY_FOLDER.loaded}/${name}`;

/** The rules of a data file, as they stand below `RULES_PATH`. */
export const rulesIn = (text: string): unknown => Object(JSON.parse(text))[RULES_PATH];

/** How the wanted files differ from what is loaded and from what the next start would load. */
export const policyVerdicts = (wanted: WantedPolicies, held: HeldPolicies): readonly SeedVerdict[] =>
  [...wanted].map(([name, text]) => (name === RULES_FILE ? rulesVerdict(text, held) : policyVerdict(name, text, held)));

function policyVerdict(name: string, text: string, { policies, files }: HeldPolicies): SeedVerdict {
  const about = { kind: "policy", key: name };
  const loaded = policies.find(({ id }) => id === policyId(name))?.raw;
  if (loaded === undefined) return { ...about, do: "create", why: "it is not loaded" };
  if (loaded !== text)
    return { ...about, do: "update", why: "what is loaded differs", fields: [firstLine(loaded, text)] };
  return files.get(name) === text ? { ...about, do: "keep" } : { ...about, ...staleFile(name, text, files) };
}

function rulesVerdict(text: string, { rules, files }: HeldPolicies): SeedVerdict {
  const about = { kind: "data", key: RULES_PATH };
  const wanted = rulesIn(text);
  if (rules === undefined) return { ...about, do: "create", why: "they are not loaded" };
  if (normalForm(rules) !== normalForm(wanted))
    return { ...about, do: "update", why: "what is loaded differs", fields: ruleChanges(rules, wanted) };
  return files.get(RULES_FILE) === text
    ? { ...about, do: "keep" }
    : { ...about, ...staleFile(RULES_FILE, text, files) };
}

/** It is loaded as it should be, and would not be after the next start. */
const staleFile = (name: string, text: string, files: HeldPolicies["files"]) => ({
  ...{ do: "update" as const, why: "the file that the next start loads differs" },
  fields: [firstLine(files.get(name) ?? "", text)],
});

/** Where two texts first differ. */
function firstLine(have: string, want: string): FieldChange {
  const [old, now] = [have.split("\n"), want.split("\n")];
  const at = now.findIndex((line, index) => line !== old[index]);
  const line = at === -1 ? now.length : at;
  return { field: `line ${line + 1}`, have: old[line] ?? "(nothing)", want: now[line] ?? "(nothing)" };
}

/** Rule by rule, as `billing read`; a rule of another form counts as one without a name. */
function ruleChanges(have: unknown, want: unknown): readonly FieldChange[] {
  const [old, now] = [byName(have), byName(want)];
  const names = [...new Set([...now.keys(), ...old.keys()])];
  const differing = names.filter((name) => old.get(name) !== now.get(name));
  return differing.map((name) => ({
    ...{ field: name, have: old.get(name) ?? "(nothing)", want: now.get(name) ?? "(nothing)" },
  }));
}

function byName(held: unknown): ReadonlyMap<string, string> {
  const rules: readonly unknown[] = [Object(held).rules ?? []].flat();
  return new Map(rules.map((rule) => [`${Object(rule).resource} ${Object(rule).action}`, normalForm(rule)]));
}

/** A policy that no document names: pushed by somebody, or from a file that was once named or put there by hand. */
export interface StrayPolicy {
  readonly id: string;
  /** The file that it was loaded from, where it was. */
  readonly file?: string;
}

/** The policies that are loaded and not wanted. */
export function strayPolicies(wanted: WantedPolicies, { policies }: HeldPolicies): readonly StrayPolicy[] {
  const ids = new Set([...wanted.keys()].map(policyId));
  const folder = policyId("");
  return policies
    .filter(({ id }) => !ids.has(id))
    .map(({ id }) => (id.startsWith(folder) ? { id, file: id.slice(folder.length) } : { id }));
}
