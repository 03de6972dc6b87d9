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
import { seedNow } from "./seeding/seed-now.ts";
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

/** Lines of one `.gitignore`, and services that point at each other. */
const ONE_BY_ONE: readonly Cure["kind"][] = ["ignore", "seed"];

/** The cures as steps, those of some kinds one after the other, the rest at once. */
export function planCures(checkout: Checkout, needed: readonly NeededCure[]): Plan {
  const steps: Step[] = [];
  const last = new Map<Cure["kind"], string>();
  for (const [index, { cure, because }] of needed.entries()) {
    const id = `${cure.kind}-${index + 1}`;
    const before = last.get(cure.kind);
    const after = ONE_BY_ONE.includes(cure.kind) && before !== undefined ? [before] : [];
    last.set(cure.kind, id);
    steps.push({
      id,
      title: cureTitle(cure),
      because,
      after,
      run: (world, _report, signal) => perform(world, checkout, { cure, signal }),
    });
  }
  return { steps };
}

async function perform(
  world: World,
  checkout: Checkout,
  { cure, signal }: { readonly cure: Cure; readonly signal: AbortSignal },
): Promise<void> {
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
    case "seed":
      return seedNow(world, checkout, cure.service, signal);
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
