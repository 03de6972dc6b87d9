import { countProofs, type Proof, type ProvenSection, type VerifyReport } from "../domain/proof.ts";
import { markup } from "./markup.ts";

/** How a JUnit report of avb's begins: by this it is known again. */
export const JUNIT_BEGINS = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="avb dev verify"';

/** The report in the form of JUnit's XML: a suite for each section, a case for each claim, times in seconds. */
export function junitReport(report: VerifyReport): string {
  const { sections, counts, ms } = report;
  const sums = `tests="${sum(counts)}" failures="${counts.broken}" skipped="${counts.skipped}" time="${inSeconds(ms)}"`;
  return `${JUNIT_BEGINS} ${sums}>\n${sections.map((one) => suite(one, report)).join("")}</testsuites>\n`;
}

const sum = ({ held, broken, skipped }: VerifyReport["counts"]): number => held + broken + skipped;
const inSeconds = (ms: number): string => (ms / 1000).toFixed(3);

function suite({ id, title, proofs, ms }: ProvenSection, { atMs, checkout, mode }: VerifyReport): string {
  const counts = countProofs(proofs);
  const sums = `tests="${sum(counts)}" failures="${counts.broken}" errors="0" skipped="${counts.skipped}"`;
  const when = `time="${inSeconds(ms)}" timestamp="${new Date(atMs).toISOString()}" hostname="${markup(checkout)}"`;
  const facts = `<properties><property name="title" value="${markup(title)}"/><property name="mode" value="${markup(mode)}"/></properties>`;
  return `  <testsuite name="${markup(id)}" ${sums} ${when}>\n    ${facts}\n${proofs.map(testCase).join("")}  </testsuite>\n`;
}

function testCase({ id, claim, outcome, said = "", fix, ms = 0 }: Proof): string {
  const begins = `    <testcase classname="${markup(id)}" name="${markup(claim)}" time="${inSeconds(ms)}"`;
  if (outcome === "held") return `${begins}/>\n`;
  if (outcome === "skipped") return `${begins}><skipped message="${markup(said)}"/></testcase>\n`;
  const cure = fix === undefined ? "" : `fix: ${markup(fix)}`;
  return `${begins}><failure message="${markup(said)}" type="broken">${cure}</failure></testcase>\n`;
}
