import { AvbError } from "../domain/errors/avb-error.ts";
import type { RunTools } from "../domain/graph.ts";
import type { PlanWatcher } from "../domain/plan.ts";

/** Runs with a deadline: when it passes, the signal carries UP_TIMEOUT (8), which names the steps that were still going on. */
export async function withDeadline<Result>(
  tools: RunTools,
  withinMs: number,
  act: (tools: RunTools) => Promise<Result>,
): Promise<Result> {
  const passed = new AbortController();
  const over = new AbortController();
  const goingOn = new Map<string, string>();
  void tools.world.clock.sleep(withinMs, over.signal).then(
    () => passed.abort(timeout(withinMs, [...goingOn.values()])),
    () => undefined,
  );
  const watch: PlanWatcher = {
    ...tools.watch,
    started: (step) => {
      goingOn.set(step.id, step.title);
      tools.watch.started(step);
    },
    ended: (step, ms) => {
      goingOn.delete(step.id);
      tools.watch.ended(step, ms);
    },
  };
  try {
    return await act({ ...tools, watch, signal: AbortSignal.any([tools.signal, passed.signal]) });
  } finally {
    over.abort();
  }
}

const timeout = (withinMs: number, running: readonly string[]): AvbError =>
  AvbError.of("UP_TIMEOUT", {
    seconds: String(withinMs / 1000),
    running: running.join(", ") || "looking at what is there",
  });
