import type { Clock } from "../domain/world.ts";

/** Acts with a signal that comes after a time (ms), which ends what still waits. Not by `AbortSignal.timeout`: see adapters/deadline.ts. */
export async function within<Result>(
  clock: Pick<Clock, "sleep">,
  ms: number,
  act: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const [late, done] = [new AbortController(), new AbortController()];
  void clock.sleep(ms, done.signal).then(
    () => late.abort(),
    () => undefined,
  );
  return act(late.signal).finally(() => done.abort());
}
