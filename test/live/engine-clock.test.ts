import { expect, test } from "vitest";
import { nodeEngine } from "../../src/adapters/engine.ts";
import { nodeHost } from "../../src/adapters/host.ts";
import { needs } from "../support/needs.ts";

needs(["engine"], "the real engine's clock", () => {
  test("is told in milliseconds, and on one machine it is ours", async () => {
    const begun = Date.now();
    const theirs = await nodeEngine(nodeHost("/nowhere")).now(5000);
    expect(theirs).toBeGreaterThan(begun - 1000);
    expect(theirs).toBeLessThan(Date.now() + 1000);
  });
});
