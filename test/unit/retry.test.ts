import { describe, expect, test } from "vitest";
import { patiently } from "../../src/domain/retry.ts";

const patience = (passes: (error: unknown) => boolean, fraction = 0) => {
  const waits: number[] = [];
  return {
    waits,
    how: {
      ...{ attempts: 4, firstMs: 100, passes, random: { fraction: () => fraction } },
      clock: { sleep: async (ms: number) => void waits.push(ms) },
    },
  };
};
const failing = (times: number) => async (attempt: number) => {
  if (attempt <= times) throw new Error(`attempt ${attempt}`);
  return attempt;
};

describe("patiently", () => {
  test("tries until it succeeds, and waits twice as long each time", async () => {
    const { how, waits } = patience(() => true);
    expect(await patiently(failing(3), how)).toBe(4);
    expect(waits).toEqual([50, 100, 200]);
  });

  test("waits between half of the longest time and all of it", async () => {
    const { how, waits } = patience(() => true, 0.999);
    await patiently(failing(2), how);
    expect(waits).toEqual([100, 200]);
  });

  test("gives up with the last error when the attempts are used up", async () => {
    const { how, waits } = patience(() => true);
    await expect(patiently(failing(9), how)).rejects.toThrow("attempt 4");
    expect(waits).toHaveLength(3);
  });

  test("does not repeat what will not pass, nor once it is told to stop", async () => {
    const lasting = patience(() => false);
    await expect(patiently(failing(9), lasting.how)).rejects.toThrow("attempt 1");
    const stopped = patience(() => true);
    const how = { ...stopped.how, signal: AbortSignal.abort() };
    await expect(patiently(failing(9), how)).rejects.toThrow("attempt 1");
    expect([...lasting.waits, ...stopped.waits]).toEqual([]);
  });
});
