import { spawn } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate, setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { ROTATION_STEPS } from "../../src/domain/rotation.ts";
import {
  journalOf,
  ROTATION_CONFIG,
  type RotatingCheckout,
  rotatingCheckout,
  valueIn,
} from "../support/rotating-checkout.ts";

const BIN = join(import.meta.dirname, "../../bin/run.js");
const MINUTES = 60_000;
const ROUNDS = process.env.AVB_SOAK === undefined ? 1 : 10;

/** Kills a rotation as soon as its journal stands at this step; answers where it stood then. */
async function killedAt(
  { home, env }: RotatingCheckout,
  step: (typeof ROTATION_STEPS)[number],
): Promise<string | undefined> {
  const args = [BIN, "secrets", "rotate", "sendgrid", "--yes"];
  const child = spawn(process.execPath, args, { cwd: home.cwd, env: { ...home.env, ...env }, stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const late = ROTATION_STEPS.slice(ROTATION_STEPS.indexOf(step));
  while (child.exitCode === null) {
    const at = journalOf(home)?.step;
    if (late.some((one) => one === at)) break;
    // A process takes long to its first step, and the later ones follow each other fast.
    await (at === undefined ? setTimeout(1) : setImmediate());
  }
  child.kill("SIGKILL");
  await ended;
  return journalOf(home)?.step;
}

test(
  "a process that is killed at a step leaves a working value, and the next one ends right",
  async () => {
    const all = await rotatingCheckout();
    const steps = Array.from({ length: ROUNDS }, () => ROTATION_STEPS.slice(1)).flat();
    const stood = new Set<string>();
    const taken = () => [...all.vendors.keys.values()].map(({ value }) => value);
    for (const step of steps) {
      const [before] = taken();
      const at = await killedAt(all, step);
      expect(taken(), step).toContain(await valueIn(all));
      if (at !== undefined) {
        expect(statSync(journalOf(all.home)?.path ?? "").mode & 0o777).toBe(0o600);
        const { status, stderr } = await all.home.run(["secrets", "rotate", "sendgrid", "--resume", "--yes"], all.env);
        expect(status, stderr).toBe(0);
      }
      expect([taken().length, taken()[0] === before, journalOf(all.home)], step).toEqual([1, false, undefined]);
      stood.add(at ?? "ended");
    }
    expect(taken()).toEqual([await valueIn(all)]);
    expect(readFileSync(join(all.home.cwd, "told.txt"), "utf8")).toMatch(/^(?:sendgrid\n){11,}$/);
    all.home.remove();
    expect(stood.size).toBeGreaterThan(6);
  },
  5 * ROUNDS * MINUTES,
);

test(
  "a consumer that does not get well stops it, and --rollback goes back",
  async () => {
    const all = await rotatingCheckout();
    writeFileSync(join(all.home.cwd, "well.js"), "process.exit(1)");
    const config = ROTATION_CONFIG.replace("well.js]}", "well.js], timeout: 1}");
    writeFileSync(join(all.home.cwd, ".devenvrc"), config);
    const untrusted = await all.home.run(["secrets", "rotate", "sendgrid", "--yes"], all.env);
    expect([untrusted.status, untrusted.stderr]).toEqual([4, expect.stringContaining("rotations")]);
    expect((await all.home.run(["trust", "--yes"])).status).toBe(0);
    const failed = await all.home.run(["secrets", "rotate", "sendgrid", "--yes"], all.env);
    expect([failed.status, failed.stderr]).toEqual([8, expect.stringContaining("[ROTATION_CONSUMER]")]);
    expect(all.vendors.keys.size).toBe(2);
    writeFileSync(join(all.home.cwd, "well.js"), "");
    expect((await all.home.run(["trust", "--yes"])).status).toBe(0);
    const back = await all.home.run(["secrets", "rotate", "sendgrid", "--rollback", "--yes", "--json"], all.env);
    expect(JSON.parse(back.stdout).data).toMatchObject({ state: "rolled back" });
    expect([await valueIn(all), [...all.vendors.keys.values()]]).toEqual([all.old.value, [all.old]]);
    all.home.remove();
  },
  MINUTES,
);
