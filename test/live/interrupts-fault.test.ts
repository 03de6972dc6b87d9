import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { ROUNDS } from "../support/fault-stack.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

/** What a shell makes of a command that a signal has ended. */
const STATUS = { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 } as const;
type Signal = keyof typeof STATUS;
const SIGNALS = Object.keys(STATUS) as Signal[];

/** About as long as an `up` takes of two small services on a volume that is new, where nothing else is done. */
const UP_MS = 7000;
/** One that goes on from what is there takes less than one from nothing. */
const FROM_NOTHING = 1.5;
const MINUTES = 60_000;
const UP = ["up", "--mode", "sandbox", "--with", "postgres,redis"] as const;
/** Moments are chosen in all of an `up`: this is how long the last one took that came to its end. */
const last = { upMs: UP_MS };

async function expectUp(stack: LiveStack): Promise<void> {
  const began = performance.now();
  expectDone(await stack.avb(...UP));
  last.upMs = Math.max(UP_MS, FROM_NOTHING * (performance.now() - began));
}

async function statusOf(child: ChildProcess): Promise<number> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.signalCode === null ? (child.exitCode ?? -1) : STATUS[child.signalCode as Signal];
}

/** The first round ends it when a container has been made, the others at any moment. */
async function aMoment(stack: LiveStack, round: number): Promise<void> {
  if (round > 0) return new Promise((resolve) => setTimeout(resolve, Math.random() * last.upMs));
  const made = async () => (await stack.containers()).length;
  await expect.poll(made, { timeout: 60_000, interval: 50 }).toBeGreaterThan(0);
}

/** Nothing is left to do for another `up`, which is so only when every service can be used. */
const expectUsable = async (stack: LiveStack) => expect(await stack.json("up", "--plan")).toMatchObject({ plan: [] });

async function expectAllGone(stack: LiveStack): Promise<void> {
  expectDone(await stack.avb("down", "--volumes", "--yes"));
  expect(await stack.leftovers()).toEqual([]);
  await stack.expectNoLeftovers();
}

const PLAYED = SIGNALS.flatMap((signal) => ROUNDS.map((round) => [signal, round] as const));

needs(["engine", "dataImages"], "an up of containers", () => {
  test.each(PLAYED)(
    "that gets %s at any moment is continued by the next, or ended (round %i)",
    { timeout: 5 * MINUTES },
    async (signal, round) => {
      const stack = await liveStack();
      const up = stack.start(...UP);
      await aMoment(stack, round);
      up.kill(signal);
      const allowed = round === 0 ? [STATUS[signal]] : [STATUS[signal], 0];
      expect(allowed).toContain(await statusOf(up));
      await stack.expectNoLeftovers();
      stack.expectReadable();
      if ((round + signal.length) % 2 === 0) {
        expectDone(await stack.avb("down"));
        expect(await stack.containers()).toEqual([]);
      }
      await expectUp(stack);
      await expectUsable(stack);
      await expectAllGone(stack);
      stack.expectReadable();
    },
  );

  test.each(ROUNDS)(
    "beside another one, or a down, ends well or tells who is busy (round %i)",
    { timeout: 5 * MINUTES },
    async (round) => {
      const stack = await liveStack();
      const other = round % 2 === 0 ? UP : (["down"] as const);
      const both = await Promise.all([stack.avb(...UP), stack.avb(...other)]);
      for (const { status, stderr } of both) expect([0, 11], stderr).toContain(status);
      expect(both.some(({ status }) => status === 0)).toBe(true);
      expectDone(await stack.avb(...UP));
      await expectUsable(stack);
      await expectAllGone(stack);
    },
  );
});
