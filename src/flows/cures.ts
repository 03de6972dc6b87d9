import { withoutLines } from "../domain/billing-files.ts";
import type { Finding } from "../domain/check.ts";
import { type Checkout, parentFolder } from "../domain/checkout.ts";
import { besideOf, type Cure, cureTitle } from "../domain/cure.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { Plan, Step } from "../domain/plan.ts";
import { shellWord } from "../domain/shell-word.ts";
import type { World } from "../domain/world.ts";
import type { CheckResult } from "./doctor.ts";
import { keepOutOfGit } from "./env-git.ts";
import { resolveStack } from "./resolve-stack.ts";
import { refreshWrittenEnv } from "./written-env.ts";

/** A cure, and the finding it is for. */
export interface NeededCure {
  readonly cure: Cure;
  readonly because: string;
}

/** What can be cured of what was found; a cure for several findings is there once. */
export function curesFor(results: readonly CheckResult[]): readonly NeededCure[] {
  const found = results.flatMap(({ findings }) => findings.flatMap(cureOf));
  return [...new Map(found.toReversed().map((needed) => [JSON.stringify(needed.cure), needed])).values()].toReversed();
}

const cureOf = (finding: Finding): readonly NeededCure[] =>
  finding.state === "ok" || finding.cure === undefined ? [] : [{ cure: finding.cure, because: finding.says }];

/** The cures as steps. Lines of one `.gitignore` are added one after the other, the rest at once. */
export function planCures(checkout: Checkout, needed: readonly NeededCure[]): Plan {
  const steps: Step[] = [];
  let lastLine: string | undefined;
  for (const [index, { cure, because }] of needed.entries()) {
    const id = `${cure.kind}-${index + 1}`;
    const after = cure.kind === "ignore" && lastLine !== undefined ? [lastLine] : [];
    if (cure.kind === "ignore") lastLine = id;
    steps.push({ id, title: cureTitle(cure), because, after, run: (world) => perform(world, checkout, cure) });
  }
  return { steps };
}

async function perform(world: World, checkout: Checkout, cure: Cure): Promise<void> {
  switch (cure.kind) {
    case "chmod":
      return tighten(world, cure.path, cure.mode);
    case "remove":
      return world.files.remove(cure.path);
    case "rewrite":
      return world.files.write(cure.path, cure.text);
    case "drop-lines":
      return dropLines(world, cure.path, cure.lines);
    case "ignore":
      return void (await keepOutOfGit(world, placeOf(cure.path)));
    case "refresh-env":
      return void (await refreshWrittenEnv(world, checkout, await resolveStack(world, checkout)));
    case "take-over":
      // Done by then: the plan runs as the stack's only writer, which took the dead one's lock and began a journal of its own.
      return undefined;
  }
}

async function dropLines(world: World, path: string, lines: readonly number[]): Promise<void> {
  const text = await world.files.read(path);
  if (text === undefined) return;
  await world.files.write(besideOf(path), text);
  await world.files.write(path, withoutLines(text, lines));
}

/** Somebody may have put a link there since it was looked at, and the mode would be its target's. */
async function tighten(world: World, path: string, mode: number): Promise<void> {
  const facts = await world.files.facts(path);
  if (facts?.kind === "file" || facts?.kind === "directory") return world.files.chmod(path, mode);
  const why = `it is a ${facts?.kind ?? "file no more"}`;
  throw AvbError.of("NOT_WRITABLE", {
    path,
    why,
    holder: "it",
    owner: "somebody else",
    fix: `ls -ld ${shellWord(path)}`,
  });
}

const placeOf = (path: string) => {
  const folder = parentFolder(path);
  return { folder, path, name: path.slice(folder.length + 1) };
};
