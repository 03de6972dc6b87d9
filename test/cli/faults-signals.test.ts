import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { claimThisSlot } from "../support/claimed-slot.ts";
import { type FaultStack, faultStack, ROUNDS } from "../support/fault-stack.ts";
import { serversOf } from "../support/sandbox-processes.ts";

const claimed = await claimThisSlot("8");
afterAll(() => claimed.release());

/** What a shell makes of a command that a signal has ended before it could answer for itself. */
const STATUS = { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 } as const;
type Signal = keyof typeof STATUS;

/** About as long as an `up` takes where two of them share a processor. */
const UP_MS = 900;

let stack: FaultStack;
beforeEach(() => {
  stack = faultStack("8");
});
afterEach(() => stack.remove());

/** Resolves in the middle of an `up`: the first time while its server is starting, afterwards at any moment. */
async function aMoment(round: number): Promise<number> {
  const began = performance.now();
  if (round === 0)
    await expect.poll(() => serversOf(stack.home).length, { timeout: 20_000, interval: 10 }).toBeGreaterThan(0);
  else await new Promise((resolve) => setTimeout(resolve, Math.random() * UP_MS));
  return performance.now() - began;
}

/** The status, as a shell tells it, of a process that may have ended already. */
async function statusOf(child: ChildProcess): Promise<number> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.signalCode === null ? (child.exitCode ?? -1) : STATUS[child.signalCode as Signal];
}

const PLAYED = (Object.keys(STATUS) as Signal[]).flatMap((signal) => ROUNDS.map((round) => [signal, round] as const));

describe("an up that gets a signal at any moment", () => {
  test.each(PLAYED)("%s: leaves nothing, and what comes next is whole (round %i)", async (signal, round) => {
    const up = stack.start("up");
    const afterMs = await aMoment(round);
    up.kill(signal);
    // At any moment is also when it is done.
    const allowed = round === 0 ? [STATUS[signal]] : [STATUS[signal], 0];
    expect(allowed, `${signal} after ${afterMs} ms`).toContain(await statusOf(up));
    await stack.expectNoLeftovers();
    stack.expectReadable();
    // As often as not the stack is ended before it is started again.
    if ((round + signal.length) % 2 === 0) await stack.expectDown();
    await stack.expectUp();
    await stack.expectDown();
    stack.expectReadable();
  });
});
