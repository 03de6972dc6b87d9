import { printable } from "../domain/printable.ts";
import { countProofs, type Proof, type VerifyReport } from "../domain/proof.ts";
import { textTable } from "./table.ts";

const LONGEST = 600;
const MARKS = { held: "ok", broken: "BROKEN", skipped: "skipped" } as const;

/** What was proved: a row for each section, then what does not hold and what could not be tried; with `every` each claim. */
export function verifyPage(
  report: VerifyReport,
  { every, width }: { readonly every: boolean; readonly width?: number },
) {
  const shown = report.sections.flatMap(({ proofs }) => proofs.filter(({ outcome }) => every || outcome !== "held"));
  const table = textTable(["Section", "Held", "Broken", "Skipped", "Time"], rowsOf(report), width ? { width } : {});
  return [table, ...(shown.length === 0 ? [] : ["", ...shown.flatMap(claimLines)])].join("\n");
}

function rowsOf({ sections, counts, ms }: VerifyReport): readonly (readonly string[])[] {
  const row = (name: string, { held, broken, skipped }: VerifyReport["counts"], time: number) => [
    ...[name, String(held), String(broken), String(skipped), seconds(time)],
  ];
  return [...sections.map(({ id, proofs, ms: own }) => row(id, countProofs(proofs), own)), row("all", counts, ms)];
}

/** A time as people read it. */
export const seconds = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

const WIDTH = MARKS.skipped.length;

function claimLines({ id, claim, outcome, said, fix, ms }: Proof): readonly string[] {
  const indent = " ".repeat(WIDTH + 2);
  const time = ms === undefined ? "" : ` (${seconds(ms)})`;
  return [
    `${MARKS[outcome].padEnd(WIDTH)}  ${printable(claim, LONGEST)}${time}  [${printable(id, LONGEST)}]`,
    ...(said === undefined ? [] : [`${indent}${outcome === "broken" ? "seen: " : ""}${printable(said, LONGEST)}`]),
    ...(fix === undefined || outcome !== "broken" ? [] : [`${indent}fix: ${printable(fix, LONGEST)}`]),
  ];
}
