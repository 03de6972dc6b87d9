import { expect, test } from "vitest";
import type { CallLimits } from "../../src/domain/call-limits.ts";
import { LIVE_MS } from "../../src/domain/live/limits.ts";
import { changing } from "../../src/flows/live/changing.ts";
import { fakeWorld } from "../support/fake-world.ts";

/** A call that an engine never answers: it ends by its signal alone. */
const unanswered = ({ signal }: CallLimits): Promise<never> =>
  new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));

test("a change is given its time, and what it came to", async () => {
  const seen: number[] = [];
  const change = changing(fakeWorld(), { signal: new AbortController().signal }, async ({ timeoutMs }) => {
    seen.push(timeoutMs);
    return "made";
  });
  expect(await change).toBe("made");
  expect(seen).toEqual([LIVE_MS.change]);
});

test("a change that is under way when the signal comes is left after a little, with the signal's reason", async () => {
  const world = fakeWorld();
  const stop = new AbortController();
  const began = world.clock.now();
  const change = changing(world, { signal: stop.signal }, unanswered);
  stop.abort(new Error("enough"));
  await expect(change).rejects.toThrow("enough");
  expect(world.clock.now() - began).toBe(LIVE_MS.afterSignal);
});

test("a change that ends in order in that little while is not cut off", async () => {
  const stop = new AbortController();
  const change = changing(fakeWorld(), { signal: stop.signal }, async () => {
    stop.abort(new Error("enough"));
    return "made";
  });
  expect(await change).toBe("made");
});
