import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { journalOf, type RotatingCheckout, rotatingCheckout, valueIn } from "../support/rotating-checkout.ts";

const BIN = join(import.meta.dirname, "../../bin/run.js");
const MINUTES = 60_000;
const IS_SOAK = process.env.AVB_SOAK !== undefined;
const KILLS = IS_SOAK ? 60 : 3;

/** Runs avb, and kills it after so long; answers whether it was still there. */
async function killedAfter({ home, env }: RotatingCheckout, args: readonly string[], ms: number): Promise<boolean> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: home.cwd,
    env: { ...home.env, ...env },
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  const over = new AbortController();
  await Promise.race([ended, setTimeout(ms, undefined, { signal: over.signal }).catch(() => undefined)]);
  over.abort();
  const isKilled = child.exitCode === null && child.kill("SIGKILL");
  await ended;
  return isKilled;
}

const ROTATE = ["secrets", "rotate", "sendgrid", "--yes"];
const taken = ({ vendors }: RotatingCheckout) => [...vendors.keys.values()].map(({ value }) => value);

/** What holds at any moment: what applications get is taken. */
async function expectWorking(all: RotatingCheckout, where: string): Promise<string> {
  const value = await valueIn(all);
  expect(taken(all), where).toContain(value);
  return value;
}

interface Round {
  readonly kill: number;
  /** How long one is let live (ms). */
  moment(): number;
  readonly seen: { killed: number; open: number; readonly steps: Set<string> };
}

/** A rotation that is killed, then what goes on with it or takes it back is killed too, then it ends. */
async function killedTwice(all: RotatingCheckout, { kill, moment, seen }: Round): Promise<void> {
  const before = await expectWorking(all, `before kill ${kill}`);
  seen.killed += Number(await killedAfter(all, ROTATE, moment()));
  const step = journalOf(all.home)?.step;
  const where = `kill ${kill} at ${step ?? "no step"}`;
  await expectWorking(all, where);
  if (step === undefined) return;
  seen.open += 1;
  seen.steps.add(step);
  const wish = kill % 3 === 2 && taken(all).includes(before) ? "--rollback" : "--resume";
  seen.killed += Number(await killedAfter(all, [...ROTATE, wish], moment()));
  await expectWorking(all, `${where}, then killed again`);
  if (journalOf(all.home) === undefined) return;
  const end = await all.home.run([...ROTATE, "--resume"], all.env);
  expect(end.status, `${where}: ${end.stderr}`).toBe(0);
  expect([taken(all), journalOf(all.home)], where).toEqual([[await valueIn(all)], undefined]);
}

test(
  "killed at random moments, on its way, while it goes on and on the way back, it never is without a working value",
  async () => {
    const all = await rotatingCheckout();
    onTestFinished(() => all.home.remove());
    const began = performance.now();
    expect((await all.home.run(ROTATE, all.env)).status).toBe(0);
    const usualMs = performance.now() - began;
    const moment = () => Math.random() * usualMs;
    const seen: Round["seen"] = { killed: 0, open: 0, steps: new Set() };
    for (let kill = 0; kill < KILLS; kill++) await killedTwice(all, { kill, moment, seen });
    expect(taken(all)).toEqual([await valueIn(all)]);
    if (IS_SOAK) process.stderr.write(`${seen.killed} kills, ${seen.open} journals, at ${[...seen.steps].join(" ")}\n`);
  },
  (IS_SOAK ? 60 : 3) * MINUTES,
);
