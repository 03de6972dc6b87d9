import { printable } from "../domain/printable.ts";
import { textTable } from "./table.ts";

/** What is shown of a check's result. */
interface Result {
  readonly id: string;
  readonly findings: readonly { readonly state: string; readonly says: string; readonly fixes?: readonly string[] }[];
}

const STATE = 4;
const LONGEST_LINE = 4000;

/** Findings name files, variables and programs of others: nothing in them may steer the terminal. */
const safe = (text: string): string =>
  text
    .split("\n")
    .map((line) => printable(line, LONGEST_LINE))
    .join("\n");

/** What the doctor found, one line a finding, each cure below it. */
export function doctorText(results: readonly Result[]): string {
  const width = Math.max(...results.map(({ id }) => id.length));
  const indent = " ".repeat(STATE + width + 4);
  const lines = results.flatMap(({ id, findings }) =>
    findings.flatMap(({ state, says, fixes = [] }) => [
      `${state.padEnd(STATE)}  ${id.padEnd(width)}  ${safe(says)}`,
      ...fixes.map((fix) => `${indent}fix: ${safe(fix)}`),
    ]),
  );
  return lines.join("\n");
}

/** What there is to check. */
export const checksText = (
  checks: readonly { readonly id: string; readonly title: string; readonly looksAt: string }[],
  width?: number,
): string =>
  textTable(
    ["Check", "Title", "Looks at"],
    checks.map(({ id, title, looksAt }) => [id, title, looksAt]),
    width === undefined ? {} : { width },
  );
