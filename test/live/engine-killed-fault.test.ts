import { expect, test } from "vitest";
import { ROUNDS } from "../support/fault-stack.ts";
import { expectDone, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { secondEngine } from "../support/second-engine.ts";

const MINUTES = 60_000;
const UP = ["up", "--mode", "sandbox", "--with", "redis"] as const;

needs(["engine", "ownEngine", "dataImages"], "an engine of its own", () => {
  test.each(ROUNDS)(
    "is killed, comes back and is frozen: status tells it each time, and up heals what is left (round %i)",
    { timeout: 8 * MINUTES },
    async () => {
      const engine = await secondEngine("redis:8.0");
      const stack = await liveStack();
      const avb = (...args: readonly string[]) =>
        stack.home.run(["dev", ...args], { AVB_SLOT: stack.slot, DOCKER_HOST: engine.address });
      const redis = (...args: readonly string[]) =>
        engine.docker("exec", engine.docker("ps", "--quiet", "--filter", "name=redis"), "redis-cli", ...args);
      expectDone(await avb(...UP));
      redis("set", "kept", "yes");

      engine.kill("SIGKILL");
      expect((await avb("status")).stdout).toMatch(/not usable[\s\S]*the container engine is unreachable/);
      expect((await avb("up")).status).toBe(6);
      await engine.start();
      expect((await avb("status")).stdout).toMatch(/not usable[\s\S]*redis is stopped[\s\S]*avb dev up/);
      expectDone(await avb("up"));
      expect(redis("get", "kept")).toBe("yes");

      engine.kill("SIGSTOP");
      try {
        expect((await avb("status")).stdout).toMatch(/not usable[\s\S]*did not answer in/);
        expect((await avb("up")).stderr).toContain("[ENGINE_HUNG]");
      } finally {
        engine.kill("SIGCONT");
      }
      expectDone(await avb("up"));
      // Its ports are in a network of its own, so nobody here can ask Redis.
      expect((await avb("status")).stdout).toMatch(/127\.0\.0\.1:\d+: no answer[\s\S]*redis +running, healthy/);
      expectDone(await avb("down", "--volumes", "--yes"));
      expect(engine.docker("ps", "--all", "--quiet")).toBe("");
      expect(engine.docker("volume", "ls", "--quiet")).toBe("");
    },
  );
});
