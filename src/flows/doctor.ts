import { type Check, type Finding, type Findings, findingOf, type Patient, worstOf } from "../domain/check.ts";
import type { Checkout } from "../domain/checkout.ts";
import { AvbError, AvbErrors } from "../domain/errors/avb-error.ts";
import { LABELS } from "../domain/live/desired.ts";
import type { RenderContext } from "../domain/render-context.ts";
import type { World } from "../domain/world.ts";
import { dryWorld } from "./dry-world.ts";
import { openAnyway } from "./open-anyway.ts";
import { renderContext } from "./render-context.ts";
import { resolveStack } from "./resolve-stack.ts";

const DEADLINE_MS = 3500;
/** Within the deadline that every check has, so that the engine's own error is what is told. */
const ENGINE_MS = 2500;

/** What one check found. */
export interface CheckResult {
  readonly id: string;
  readonly title: string;
  /** The worst of its findings. */
  readonly state: Finding["state"];
  readonly findings: Findings;
}

/** What the doctor found. */
export interface DoctorReport {
  /** False when a check failed; warnings leave it true. */
  readonly healthy: boolean;
  /** How many findings `--fix` has a cure for. */
  readonly curable: number;
  readonly checks: readonly CheckResult[];
}

/** Runs these checks at once, each with a deadline of 3.5 s. Changes nothing, and works whatever is broken. */
export async function doctor(real: World, checks: readonly Check[]): Promise<DoctorReport> {
  const world = dryWorld(real);
  const patient = await receive(world);
  const results = await Promise.all(checks.map((check) => examine(world, check, patient)));
  const curable = results.flatMap(({ findings }) => findings.filter((found) => "cure" in found)).length;
  return { healthy: results.every(({ state }) => state !== "fail"), curable, checks: results };
}

async function receive(world: World): Promise<Patient> {
  const opened = await openAnyway(world);
  const stack = once(() => resolveStack(world, opened.checkout));
  return {
    ...opened,
    stack,
    rendered: once(() => rendered(world, opened.checkout, stack)),
    engine: once(() => world.engine.facts(ENGINE_MS)),
    engineMachine: once(() => world.engine.machine(ENGINE_MS)),
    containers: once(() => world.containers.list([LABELS.checkout], { timeoutMs: ENGINE_MS })),
  };
}

async function rendered(world: World, checkout: Checkout, ask: Patient["stack"]): Promise<RenderContext | undefined> {
  try {
    const stack = await ask();
    return stack.running.size === 0 ? undefined : await renderContext(world, checkout, { stack, version: "" });
  } catch (error) {
    if (error instanceof AvbError || error instanceof AvbErrors) return undefined;
    throw error;
  }
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}

async function examine(world: World, check: Check, patient: Patient): Promise<CheckResult> {
  const found = await inTime(world, check, check.run(world, patient).catch(brokenCheck));
  return { id: check.id, title: check.title, state: worstOf(found), findings: found };
}

/** What a check could not look at is a finding of its own, and does not keep the others from theirs. */
function brokenCheck(error: unknown): Findings {
  if (!(error instanceof AvbError || error instanceof AvbErrors)) {
    const says = `this check itself failed: ${error instanceof Error ? error.message : String(error)}`;
    return [{ state: "fail", says, fixes: ["run it again with AVB_LOG=debug and report what it writes"] }];
  }
  const [first, ...rest] = error instanceof AvbErrors ? error.problems : [error];
  return [findingOf(first), ...rest.map((problem) => findingOf(problem))];
}

async function inTime(world: World, { id }: Check, running: Promise<Findings>): Promise<Findings> {
  const done = new AbortController();
  const late: Findings = [
    {
      state: "warn",
      says: `this could not be found out in ${DEADLINE_MS} ms`,
      fixes: [`avb dev doctor --check ${id}`],
    },
  ];
  const deadline = world.clock.sleep(DEADLINE_MS, done.signal).then(
    () => late,
    () => late,
  );
  return Promise.race([running, deadline]).finally(() => done.abort());
}
