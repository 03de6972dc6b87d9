import { dayOf } from "../../../credentials/due.ts";
import { RULE_TITLES, titleOf } from "../../../credentials/scan/titles.ts";
import { isMap } from "../../../domain/config-layers.ts";
import { textOf } from "../../../domain/config-text.ts";
import { AvbError, AvbErrors, type Place } from "../../../domain/errors/avb-error.ts";
import type { Allowed, Finding } from "../../../domain/scan-finding.ts";
import type { World } from "../../../domain/world.ts";
import { YAML_LIMITS } from "../../../domain/yaml-check.ts";
import type { KeyPath, YamlDocument } from "../../../domain/yaml-document.ts";
import { readWithin } from "../../read-within.ts";

/** The file in the repository's root that says which findings may stay. */
export const ALLOW_FILE = ".avb-secrets-allow.yaml";

const KEYS = ["rule", "path", "fingerprint", "reason", "expires"];
const FORM =
  "write allow: with a list; each entry has reason, expires and one of path and fingerprint (docs/secrets-scan.md)";

/** Reads the allow-list; nothing where there is none. SCAN_ALLOW_INVALID (3) with the line of every entry that is wrong. */
export async function readAllowList(world: World, root: string): Promise<readonly Allowed[]> {
  const read = await readWithin(world, { root, path: `${root}/${ALLOW_FILE}`, maxBytes: YAML_LIMITS.bytes });
  if (read === undefined) return [];
  const document = await world.yaml.parse(textOf(read.bytes, ALLOW_FILE), ALLOW_FILE);
  const { value } = document;
  if (value === undefined || value === null) return [];
  const problem = topProblem(value);
  if (problem !== undefined) throw wrong(problem, document.placeOf([]));
  const entries = (isMap(value) && Array.isArray(value.allow) ? value.allow : []) as readonly unknown[];
  const problems = entries.flatMap((entry, index) => entryProblems(entry, index, document));
  const [first, ...rest] = problems;
  if (first !== undefined) throw rest.length === 0 ? first : new AvbErrors([first, ...rest]);
  return entries.map((entry, index) => ({
    ...(entry as Omit<Allowed, "place">),
    place: document.placeOf(["allow", index]),
  }));
}

function topProblem(value: unknown): string | undefined {
  if (!isMap(value) || !Array.isArray(value.allow)) return "the allow-list has no list under 'allow'";
  const odd = Object.keys(value).find((key) => key !== "allow");
  return odd === undefined ? undefined : `the allow-list does not know '${odd}'`;
}

function entryProblems(entry: unknown, index: number, document: YamlDocument): readonly AvbError[] {
  const at = (...path: KeyPath): Place => document.placeOf(["allow", index, ...path]);
  if (!isMap(entry)) return [wrong("an entry of the allow-list is a map", at())];
  const odd = Object.keys(entry).filter((key) => !KEYS.includes(key));
  const { reason, expires, path, fingerprint, rule } = entry;
  const problems: (readonly [string, Place] | false)[] = [
    ...odd.map((key) => [`the allow-list does not know '${key}'`, document.placeOfKey(["allow", index, key])] as const),
    !isText(reason) && ["an entry of the allow-list says no reason", at("reason")],
    !(isText(expires) && isDay(expires)) && [
      "an entry of the allow-list has no end: a day as in 2027-01-31",
      at("expires"),
    ],
    path === undefined && fingerprint === undefined && ["an entry names neither path nor fingerprint", at()],
    path !== undefined && !isText(path) && ["path is no text", at("path")],
    fingerprint !== undefined &&
      !isPrint(fingerprint) && ["fingerprint is not 12 hex digits in quotes", at("fingerprint")],
    rule !== undefined && !(isText(rule) && rule in RULE_TITLES) && ["there is no such rule", at("rule")],
  ];
  return problems.flatMap((one) => (one === false ? [] : [wrong(one[0], one[1])]));
}

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";
const isPrint = (value: unknown): boolean => typeof value === "string" && /^[0-9a-f]{12}$/.test(value);
const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(Date.parse(text)) === text;

const wrong = (what: string, place: Place): AvbError =>
  AvbError.of("SCAN_ALLOW_INVALID", { what, fix: FORM }, { place });

/** What is left of the findings, how many may stay, and as findings of their own the entries whose time is over. */
export function applyAllowList(
  { world }: { readonly world: World },
  findings: readonly Finding[],
  list: readonly Allowed[],
): { readonly findings: readonly Finding[]; readonly allowed: number } {
  const today = dayOf(world.clock.now());
  const living = list.filter(({ expires }) => expires >= today);
  const left = findings.filter((finding) => !living.some((one) => covers(one, finding)));
  const expired = list.filter((one) => one.expires < today).map((one) => expiredFinding(world, one));
  return { findings: [...left, ...expired], allowed: findings.length - left.length };
}

const covers = ({ rule, path, fingerprint }: Allowed, finding: Finding): boolean =>
  (rule === undefined || rule === finding.rule) &&
  (fingerprint === undefined || fingerprint === finding.fingerprint) &&
  (path === undefined || globOf(path).test(finding.path));

/** `*` within a folder, `**` over folders, `?` for one character. */
const globOf = (glob: string): RegExp => {
  const parts = glob
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => GLOB[part] ?? part.replace(/[.+^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("")}$`);
};
const GLOB: Readonly<Record<string, string>> = { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]" };

const expiredFinding = ({ hash }: World, { place, reason, expires }: Allowed): Finding => ({
  ...{ kind: "allow-list", rule: "allow-expired", says: `${titleOf("allow-expired")} on ${expires}: ${reason}` },
  ...{ where: "tree", path: place.file, line: place.line ?? 1, column: place.column ?? 1 },
  ...{ endLine: place.line ?? 1, endColumn: (place.column ?? 1) + 1 },
  fingerprint: hash.sha256(`${expires} ${reason}`).slice(0, 12),
});
