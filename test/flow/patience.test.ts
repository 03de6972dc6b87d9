import { describe, expect, test } from "vitest";
import { up } from "../../src/flows/up.ts";
import { UP } from "../support/lifecycle-world.ts";
import { liveWorld, well } from "../support/live-world.ts";

const REDIS = { mode: "sandbox", with: ["redis"], seed: false } as const;

/** A Redis that becomes well that many seconds after its start, and of which every question takes a second. */
function slowRedis(seconds: number) {
  const live = liveWorld();
  const { world } = live;
  const from = world.nowMs;
  const exec = () => {
    world.nowMs += 1000;
    const isWell = world.nowMs - from > seconds * 1000;
    return { exitCode: isWell ? 0 : 1, stdout: isWell ? "OK\n" : "", stderr: isWell ? "" : "LOADING\nfrom disk\n" };
  };
  live.engine.behave("-redis", well("redis", { exec }));
  return live;
}

describe("the time of a service", () => {
  test("is its own where a person gives none", async () => {
    const { tools } = slowRedis(100);
    const { timeoutMs: _, ...options } = { ...UP, ...REDIS };
    await expect(up(tools, options)).rejects.toMatchObject({
      code: "SERVICE_NOT_READY",
      message: expect.stringMatching(/within 60 s/),
    });
  });

  test("is all that a person gives where that is more", async () => {
    await expect(slowRedis(100).up({ ...REDIS, timeoutMs: 150_000 })).resolves.toMatchObject({ mode: "sandbox" });
  });

  test("that a person gives ends with what the service said, and not only with its name", async () => {
    await expect(slowRedis(1000).up({ ...REDIS, timeoutMs: 150_000 })).rejects.toMatchObject({
      code: "SERVICE_NOT_READY",
      // What it wrote in two lines stands in the sentence as one.
      message: expect.stringMatching(/exit 1 LOADING from disk/),
    });
  });
});
