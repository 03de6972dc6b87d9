import { setMaxListeners } from "node:events";
import type { CallLimits } from "../domain/call-limits.ts";

/** The end that a request has, whatever the engine does: a time, or its caller's own signal. */
export interface Deadline {
  /** Comes at the time, and when the caller's signal does. */
  readonly signal: AbortSignal;
  /** True when it was the time. */
  late(): boolean;
  /** Begins the time again: something was heard. */
  renew(): void;
  /** From now on only the caller's signal ends it. */
  lift(): void;
  /** What to call a late end from now on; without it the engine hung. */
  means?: () => Error | Promise<Error>;
}

/**
 * A deadline that runs at once; `release` when the request is over. Not by `AbortSignal.timeout`: Node 20 collects the timer of
 * one that only `AbortSignal.any` holds, and the request never ends.
 */
export function beginDeadline({ timeoutMs, signal }: CallLimits): Deadline & { release(): void } {
  const time = new AbortController();
  const ending = signal === undefined ? time.signal : AbortSignal.any([time.signal, signal]);
  // Every request of a question listens, and a question may look at hundreds of containers: Node would warn of a leak.
  setMaxListeners(0, ending);
  const begin = () => setTimeout(() => time.abort(), timeoutMs);
  let timer = begin();
  const lift = () => clearTimeout(timer);
  return {
    signal: ending,
    late: () => time.signal.aborted,
    renew: () => {
      lift();
      timer = begin();
    },
    lift,
    release: lift,
  };
}

/** Acts with a signal that comes at the deadline or with the caller's. */
export function inTime<Result>(limits: CallLimits, act: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const deadline = beginDeadline(limits);
  return act(deadline.signal).finally(() => deadline.release());
}

/** Fails with the signal's reason when it comes: for what takes no signal itself. */
export const ended = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
