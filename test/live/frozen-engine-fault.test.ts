import { expect, test } from "vitest";
import { engineGate } from "../support/engine-gate.ts";
import { ROUNDS } from "../support/fault-stack.ts";
import { expectDone, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

const MINUTES = 60_000;
const UP = ["up", "--mode", "sandbox", "--with", "redis"] as const;

/** The longest that a question may wait, and what a loaded machine takes to start a program beside it. */
const ALLOWED_MS = 12_000 + 8_000;

needs(["engine", "dataImages"], "an engine that freezes", () => {
  test.each(ROUNDS)(
    "keeps no command waiting, and after it has thawed all is as it was (round %i)",
    { timeout: 6 * MINUTES },
    async () => {
      const gate = await engineGate();
      const stack = await liveStack();
      const avb = async (...args: readonly string[]) => {
        const began = performance.now();
        const run = await stack.home.run(["dev", ...args], { AVB_SLOT: stack.slot, DOCKER_HOST: gate.address });
        expect(performance.now() - began, `avb dev ${args.join(" ")}`).toBeLessThan(ALLOWED_MS);
        return run;
      };
      expectDone(await avb(...UP));
      const ids = await stack.ids();
      gate.freeze();
      const [up, status, doctor, logs] = await Promise.all([avb("up"), avb("status"), avb("doctor"), avb("logs")]);
      expect(up.status, up.stderr).toBe(6);
      expect(up.stderr).toContain("[ENGINE_HUNG]");
      // The server's part of the stack is known, and that the rest is not.
      expect(status.stdout).toContain("not usable");
      expect(`${status.stdout}${status.stderr}`).toContain("did not answer in");
      expect(doctor.stdout).toMatch(/^(?:warn|fail) +engine +/m);
      expect([0, 6], logs.stderr).toContain(logs.status);
      const down = await avb("down");
      expect(down.status, down.stderr).toBe(6);
      gate.thaw();
      expectDone(await avb("up"));
      expect(await stack.ids()).toEqual(ids);
      expectDone(await avb("down", "--volumes", "--yes"));
      expect(await stack.leftovers()).toEqual([]);
    },
  );

  test.each(ROUNDS)(
    "while containers are being started: up ends by its own time, and the next goes on (round %i)",
    { timeout: 6 * MINUTES },
    async () => {
      const gate = await engineGate();
      const stack = await liveStack();
      const env = { AVB_SLOT: stack.slot, DOCKER_HOST: gate.address };
      const began = performance.now();
      const up = stack.home.run(["dev", ...UP, "--timeout", "15"], env);
      await expect
        .poll(async () => (await stack.containers()).length, { timeout: 30_000, interval: 20 })
        .toBeGreaterThan(0);
      gate.freeze();
      const { status, stderr } = await up;
      expect(performance.now() - began).toBeLessThan(15_000 + ALLOWED_MS);
      expect([6, 8], stderr).toContain(status);
      gate.thaw();
      expectDone(await stack.home.run(["dev", ...UP], env));
      expectDone(await stack.avb("down", "--volumes", "--yes"));
      expect(await stack.leftovers()).toEqual([]);
    },
  );
});
