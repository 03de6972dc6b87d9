import type { Plan, PlanWatcher, Report, Step, StepTiming } from "./plan.ts";
import type { World } from "./world.ts";

/** What became of a plan: nothing is thrown, so that the caller can say all of it. */
export interface PlanRun {
  readonly timings: readonly StepTiming[];
  readonly failures: readonly { readonly step: Step; readonly error: unknown }[];
  /** Steps that were never begun, because another failed or the signal came. */
  readonly notBegun: readonly Step[];
  /** The steps that decided how long it took: each began when the one before it ended. */
  readonly criticalChain: readonly string[];
  readonly ms: number;
}

/** What a run needs besides the plan. */
export interface RunTools {
  readonly world: World;
  readonly signal: AbortSignal;
  readonly watch: PlanWatcher;
  /** Writes down that something is going to be done; called once before the first step of a plan that has one. */
  readonly begin?: () => Promise<void>;
}

/** Runs every step as soon as the steps it comes after are done; the first failure or the signal stops what has not begun. */
export async function runGraph(plan: Plan, tools: RunTools): Promise<PlanRun> {
  const began = tools.world.clock.now();
  const waiting = new Map(plan.steps.map((step) => [step.id, step]));
  const running = new Map<string, Promise<void>>();
  const timings: StepTiming[] = [];
  const failures: { step: Step; error: unknown }[] = [];
  const begin = async (step: Step): Promise<void> => {
    const startMs = tools.world.clock.now() - began;
    const failure = await perform(step, tools);
    timings.push({ id: step.id, startMs, ms: tools.world.clock.now() - began - startMs });
    if (failure !== undefined) failures.push({ step, error: failure.thrown });
    running.delete(step.id);
  };
  const mayBegin = () => failures.length === 0 && !tools.signal.aborted;
  const beginReady = () => {
    for (const step of mayBegin() ? readySteps(waiting, running) : []) {
      waiting.delete(step.id);
      running.set(step.id, begin(step));
    }
  };
  for (beginReady(); running.size > 0; beginReady()) await Promise.race(running.values());
  if (waiting.size > 0 && mayBegin())
    throw new Error(`the steps ${[...waiting.keys()].join(", ")} wait for each other`);
  const ms = tools.world.clock.now() - began;
  const criticalChain = chainTo(lastOf(timings), plan, timings);
  return { timings, failures, notBegun: [...waiting.values()], criticalChain, ms };
}

const readySteps = (waiting: ReadonlyMap<string, Step>, running: ReadonlyMap<string, unknown>): readonly Step[] =>
  [...waiting.values()].filter((step) => step.after.every((id) => !waiting.has(id) && !running.has(id)));

async function perform(step: Step, { world, signal, watch }: RunTools): Promise<{ thrown: unknown } | undefined> {
  const began = world.clock.now();
  watch.started(step);
  try {
    const report: Report = {
      progress: (text) => watch.progressed(step, text),
      say: (text) => watch.said(step, text),
    };
    await step.run(world, report, signal);
    watch.ended(step, world.clock.now() - began);
    return undefined;
  } catch (error) {
    const ms = world.clock.now() - began;
    if (signal.aborted) watch.stopped(step, ms);
    else watch.failed(step, ms, error);
    return { thrown: error };
  }
}

const endOf = (timing: StepTiming): number => timing.startMs + timing.ms;

/** The step that ended last; of several in one millisecond the one that said so last. */
const lastOf = (timings: readonly StepTiming[]): StepTiming | undefined =>
  timings.toReversed().toSorted((a, b) => endOf(b) - endOf(a))[0];

function chainTo(last: StepTiming | undefined, plan: Plan, timings: readonly StepTiming[]): readonly string[] {
  if (last === undefined) return [];
  const after = plan.steps.find((step) => step.id === last.id)?.after ?? [];
  return [...chainTo(lastOf(timings.filter(({ id }) => after.includes(id))), plan, timings), last.id];
}
