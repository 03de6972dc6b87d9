import type { SeedVerdict } from "../domain/seeding.ts";
import { isShown, seedDiff } from "./seed-diff.ts";

/** Policies as one text of HCL; where there are several, each below its name. */
export const policyTexts = (policies: readonly { readonly name: string; readonly text: string }[]): string =>
  policies.map(({ name, text }) => (policies.length === 1 ? text : `# policy ${name}\n${text}`)).join("\n");

const countOf = (count: number, isDone: boolean): string =>
  count === 1 ? `1 policy ${isDone ? "written" : "differs"}` : `${count} policies ${isDone ? "written" : "differ"}`;

/** How the policies of a Vault differ, or that they were written. */
export function policyDiff(of: {
  readonly target: string;
  readonly verdicts: readonly SeedVerdict[];
  readonly count: number;
  readonly written: number;
}): string {
  const { target, verdicts, count, written } = of;
  const same = verdicts.length - count;
  const head =
    count === 0
      ? `${target}: all ${same} policies are as the documents say`
      : `${target}: ${countOf(count, written > 0)}, ${same} as the documents say`;
  return [head, ...verdicts.filter(isShown).map((verdict) => seedDiff("vault", verdict))].join("\n");
}
