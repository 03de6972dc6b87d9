import type { Finding, Looked, Skipped } from "../domain/scan-finding.ts";
import { textTable } from "./table.ts";

const PLACES: Readonly<Record<Finding["where"], string>> = {
  ...{ tree: "", staged: "staged", history: "history", container: "container", store: "store" },
};

/** The findings as a table; no value is in it. */
export function scanTable(findings: readonly Finding[], width: number | undefined): string {
  const rows = findings.map((one) => [
    placeOf(one),
    one.rule,
    one.credential ?? "-",
    one.fingerprint,
    [one.says, ...notesOf(one)].join(", "),
  ]);
  const headers = ["Place", "Rule", "Credential", "Fingerprint", ""];
  return textTable(headers, rows, width === undefined ? {} : { width });
}

const placeOf = ({ path, line, column, where }: Finding): string =>
  where === "store" || where === "container" ? path : `${path}:${line}:${column}`;

const notesOf = ({ encoding, commit, ignored, where }: Finding): readonly string[] => [
  ...(PLACES[where] === "" ? [] : [PLACES[where]]),
  ...(encoding === undefined ? [] : [`in ${encoding}`]),
  ...(commit === undefined ? [] : [`since commit ${commit.slice(0, 12)}`]),
  ...(ignored ? ["ignored by git"] : []),
];

const MOST_NAMED = 5;
/** These say nothing that a person could act on. */
const USUAL: readonly string[] = ["is binary"];

/** What was looked through and what was not, a line each. */
export function scanStory(
  looked: Looked,
  { allowed, skipped }: { readonly allowed: number; readonly skipped: readonly Skipped[] },
): readonly string[] {
  const counted = [
    [looked.files, "files"],
    [looked.blobs, "versions of files in history"],
    [looked.containers, "containers"],
    [looked.stores, "stores"],
  ] as const;
  const parts = counted.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
  const size = `${(looked.bytes / 1024 / 1024).toFixed(1)} MB`;
  const usual = skipped.filter(({ why }) => USUAL.includes(why)).length;
  const odd = skipped.filter(({ why }) => !USUAL.includes(why));
  return [
    `looked through ${parts.length === 0 ? "nothing" : parts.join(", ")} (${size})`,
    ...(allowed === 0 ? [] : [`the allow-list lets ${allowed} pass`]),
    ...(usual === 0 ? [] : [`not looked into: ${usual} binary files`]),
    ...odd.slice(0, MOST_NAMED).map(({ path, why }) => `not looked into: ${path} ${why}`),
    ...(odd.length > MOST_NAMED ? [`not looked into: ${odd.length - MOST_NAMED} more, see --json`] : []),
  ];
}
