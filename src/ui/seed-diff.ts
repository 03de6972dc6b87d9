import { printable } from "../domain/printable.ts";
import type { SeedVerdict } from "../domain/seeding.ts";

/** A value may be a whole policy: its lines are told one by one, each no longer than this. */
const LINE = 300;

const NOWHERE = "/dev/null";

/** Verdicts that a unified diff shows: from what a service holds to what its documents say. */
export const isShown = ({ do: word, ours }: SeedVerdict): boolean =>
  word === "create" || word === "update" || word === "prune" || word === "blocked" || ours === true;

/** One thing as a unified diff: what the service holds has `-`, what the documents say has `+`, each field below its name. */
export function seedDiff(service: string, verdict: SeedVerdict): string {
  const { kind, key, why = "", fields = [], do: word } = verdict;
  const name = `${service}/${kind}/${printable(key)}`;
  const leaves = word === "prune" || word === "orphan";
  return [
    `--- ${word === "create" ? NOWHERE : name}`,
    `+++ ${leaves ? NOWHERE : name}`,
    ...(fields.length === 0
      ? [`@@ ${printable(why, LINE) || (leaves ? "in no document" : "it is not there")} @@`]
      : []),
    ...fields.flatMap(({ field, have, want }) => [
      `@@ ${printable(field)}${word === "blocked" ? " cannot be changed" : ""} @@`,
      ...linesOf("-", have),
      ...linesOf("+", want),
    ]),
  ].join("\n");
}

const linesOf = (sign: string, text: string): readonly string[] =>
  text === "" ? [] : text.split("\n").map((line) => `${sign}${printable(line, LINE)}`);
