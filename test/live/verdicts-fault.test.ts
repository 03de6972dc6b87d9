import { expect, test } from "vitest";
import { BEHAVIOURS, behavioursFile } from "../support/behaviours.ts";
import { ROUNDS } from "../support/fault-stack.ts";
import { type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

const NAMES = Object.keys(BEHAVIOURS);
const MINUTES = 60_000;

/** Starts this one alone. */
const upWith = (stack: LiveStack, name: string) =>
  stack.avb("up", "--json", ...NAMES.filter((other) => other !== name).map((other) => `--without=${other}`));

async function expectVerdict(stack: LiveStack, name: string): Promise<void> {
  const { code, says } = BEHAVIOURS[name] ?? {};
  const run = await upWith(stack, name);
  const { error } = JSON.parse(run.stdout);
  expect({ name, status: run.status, code: error?.code }, run.stdout).toEqual({
    ...{ name, status: code === undefined ? 0 : 8, code },
  });
  if (says !== undefined) expect(run.stdout).toMatch(says);
}

/** Most of the time is waiting, so that several stacks share it. */
const STACKS = 3;

async function playEach(names: readonly string[]): Promise<void> {
  const stack = await liveStack({ ".devenvrc": behavioursFile() });
  await stack.trust();
  for (const name of names) await expectVerdict(stack, name);
  await stack.expectDown();
  expect(await stack.leftovers()).toEqual([]);
}

needs(["engine", "busyboxImage"], "up's verdict on whatever a container does", () => {
  test.each(ROUNDS)("is right for each, one after the other (round %i)", { timeout: 6 * MINUTES }, async () => {
    const shares = Array.from({ length: STACKS }, (_, share) => NAMES.filter((_name, at) => at % STACKS === share));
    await Promise.all(shares.map(playEach));
  });
});
