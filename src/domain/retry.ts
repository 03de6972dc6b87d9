import type { Random } from "./random.ts";
import type { Clock } from "./world.ts";

/** What is tried again, how often, and how long is waited in between. */
export interface Patience {
  readonly clock: Pick<Clock, "sleep">;
  readonly random: Pick<Random, "fraction">;
  /** How often it is tried at most. */
  readonly attempts: number;
  /** The longest wait before the second attempt (ms); it doubles with each further one. */
  readonly firstMs: number;
  /** True for an error that may be gone by the next attempt. */
  passes(error: unknown): boolean;
  readonly signal?: AbortSignal;
}

/**
 * Does something until it succeeds, an error comes that stays, or the attempts are used up. Each wait is somewhere in the
 * upper half of its length, so that many who failed together do not come back together.
 */
export async function patiently<Result>(act: (attempt: number) => Promise<Result>, how: Patience): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act(attempt);
    } catch (error) {
      if (attempt >= how.attempts || how.signal?.aborted === true || !how.passes(error)) throw error;
    }
    const longest = how.firstMs * 2 ** (attempt - 1);
    await how.clock.sleep(Math.round(longest * (0.5 + how.random.fraction() / 2)), how.signal);
  }
}
