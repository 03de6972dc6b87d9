import type { Checkout } from "../domain/checkout.ts";
import { AvbError, AvbErrors } from "../domain/errors/avb-error.ts";
import { type PlanRun, type RunTools, runGraph } from "../domain/graph.ts";
import type { Plan } from "../domain/plan.ts";
import { openJournal, unfinishedRun } from "./journal.ts";
import { takeLock } from "./lock.ts";

/** Whose stack is changed, and what the person typed. */
interface ChangePlace {
  readonly checkout: Checkout;
  readonly command: string;
  /** All that is done is a plan, and one without steps does nothing that is worth writing down. */
  readonly byPlan?: true;
}

/**
 * Does something to the stack as its only writer (P4), written down step by step.
 * Says when a lock was taken over from a dead process, and what an unfinished run before this one left.
 */
export async function changeStack<Result>(
  tools: RunTools,
  where: ChangePlace,
  act: (tools: RunTools) => Promise<Result>,
): Promise<Result> {
  const { world, watch } = tools;
  const lock = await takeLock(world, where.checkout, where.command);
  try {
    if (lock.tookOverFrom !== undefined) watch.noted(tookOver(lock.tookOverFrom));
    const left = await unfinishedRun(world, where.checkout);
    if (left !== undefined) watch.noted(unfinished(left));
    const journal = openJournal(world, where.checkout, where.command);
    const { begin } = journal;
    // What was cut off before is over with this run, also where nothing is left to do.
    if (where.byPlan !== true || left !== undefined) await begin();
    const result = await act({ ...tools, begin, watch: journal.watching(watch) }).catch(async (error: unknown) => {
      await journal.finish(error instanceof AvbError ? error.code : "BUG").catch(() => {});
      throw error;
    });
    await journal.finish("ok");
    return result;
  } finally {
    await lock.release().catch(() => {});
  }
}

/** Runs a plan to its end and throws what went wrong: the failures of its steps, or that a signal came and what it left. */
export async function runPlan(tools: RunTools, plan: Plan, resume: string): Promise<PlanRun> {
  tools.watch.planned(plan);
  if (plan.steps.length > 0) await tools.begin?.();
  const run = await runGraph(plan, tools);
  if (tools.signal.aborted && run.failures.length + run.notBegun.length > 0)
    throw interrupted(tools.signal, left(plan, run), resume);
  const [first, ...others] = run.failures.map(({ error }) => error);
  if (first === undefined) return run;
  if (first instanceof AvbError && others.length > 0)
    throw new AvbErrors([first, ...others.filter((error) => error instanceof AvbError)]);
  throw first;
}

/** The error of a run that was told to stop: 130, 143 or 129 by the signal that came, or the signal's own error. */
export function interrupted(signal: AbortSignal, what: string, fix: string): AvbError {
  if (signal.reason instanceof AvbError) return signal.reason;
  if (signal.reason === "SIGTERM") return AvbError.of("TERMINATED", { left: what, fix });
  if (signal.reason === "SIGHUP") return AvbError.of("HUNG_UP", { left: what, fix });
  return AvbError.of("INTERRUPTED", { left: what, fix });
}

function left(plan: Plan, { failures, notBegun }: PlanRun): string {
  const stopped = failures.map(({ step }) => step.title);
  const unmade = notBegun.map((step) => step.title);
  const done = plan.steps.map((step) => step.title).filter((title) => ![...stopped, ...unmade].includes(title));
  const parts = [
    ["done", done],
    ["stopped", stopped],
    ["not begun", unmade],
  ] as const;
  const told = parts.filter(([, titles]) => titles.length > 0).map(([word, titles]) => `${word}: ${titles.join(", ")}`);
  return told.length === 0 ? "nothing was left to do" : told.join("; ");
}

const tookOver = (dead: { pid: number; command: string }) =>
  `took over from '${dead.command}' (pid ${dead.pid}), which is gone`;

const unfinished = (run: { command: string; pid: number; goingOn: readonly string[] }) =>
  `the last '${run.command}' (pid ${run.pid}) was cut off${run.goingOn.length > 0 ? ` during: ${run.goingOn.join(", ")}` : ""}; going on from what is there`;
