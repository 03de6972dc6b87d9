import { AvbError } from "../domain/errors/avb-error.ts";
import type { RunTools } from "../domain/graph.ts";
import type { PlanWatcher, Step } from "../domain/plan.ts";
import type { Clock } from "../domain/world.ts";

/**
 * Runs with a deadline: when it passes, the signal carries UP_TIMEOUT (8), which names the steps that were still going on.
 * Time during which an untimed step runs does not count.
 */
export async function withDeadline<Result>(
  tools: RunTools,
  withinMs: number,
  act: (tools: RunTools) => Promise<Result>,
): Promise<Result> {
  const passed = new AbortController();
  const over = new AbortController();
  const going = goingOn(tools.world.clock);
  const expire = async () => {
    for (let left = withinMs; left > 0; left = going.takeUntimed()) await tools.world.clock.sleep(left, over.signal);
    passed.abort(timeout(withinMs, going.titles()));
  };
  void expire().catch(() => undefined);
  const watch: PlanWatcher = {
    ...tools.watch,
    started: (step) => {
      going.begin(step);
      tools.watch.started(step);
    },
    ended: (step, ms) => {
      going.end(step);
      tools.watch.ended(step, ms);
    },
    failed: (step, ms, error) => {
      going.end(step);
      tools.watch.failed(step, ms, error);
    },
  };
  try {
    return await act({ ...tools, watch, signal: AbortSignal.any([tools.signal, passed.signal]) });
  } finally {
    over.abort();
  }
}

/** The steps that run now, and the time during which one of them was untimed. */
function goingOn(clock: Clock) {
  const steps = new Map<string, Step>();
  let since: number | undefined;
  let untimedMs = 0;
  const settle = () => {
    const now = clock.now();
    untimedMs += since === undefined ? 0 : now - since;
    since = [...steps.values()].some(({ isUntimed }) => isUntimed) ? now : undefined;
  };
  return {
    begin: (step: Step) => {
      steps.set(step.id, step);
      settle();
    },
    end: (step: Step) => {
      steps.delete(step.id);
      settle();
    },
    titles: () => [...steps.values()].map(({ title }) => title),
    /** Milliseconds since it was asked last. */
    takeUntimed: () => {
      settle();
      const taken = untimedMs;
      untimedMs = 0;
      return taken;
    },
  };
}

const timeout = (withinMs: number, running: readonly string[]): AvbError =>
  AvbError.of("UP_TIMEOUT", {
    seconds: String(withinMs / 1000),
    running: running.join(", ") || "looking at what is there",
  });
