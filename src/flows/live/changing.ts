import type { CallLimits } from "../../domain/call-limits.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import type { World } from "../../domain/world.ts";

/** The signal that ends it early, and how long it may take otherwise. */
export interface ChangeTime {
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

/**
 * A change at the engine. When the signal comes it may still end in order, for a little: an engine goes on with what it was
 * asked for, whoever still listens, and what comes next would meet a container that is only being made.
 */
export async function changing<Result>(
  world: World,
  { signal, timeoutMs = LIVE_MS.change }: ChangeTime,
  act: (limits: CallLimits) => Promise<Result>,
): Promise<Result> {
  const [late, over] = [new AbortController(), new AbortController()];
  const leave = () =>
    void world.clock
      .sleep(LIVE_MS.afterSignal, over.signal)
      .then(() => late.abort(signal.reason))
      .catch(() => undefined);
  if (signal.aborted) leave();
  else signal.addEventListener("abort", leave, { once: true });
  try {
    return await act({ timeoutMs, signal: late.signal });
  } finally {
    signal.removeEventListener("abort", leave);
    over.abort();
  }
}
