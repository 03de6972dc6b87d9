import { expect, test } from "vitest";
import { ROUNDS } from "../support/fault-stack.ts";
import { docker } from "../support/live-engine.ts";
import { checkoutName, expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

const MINUTES = 60_000;
const UP = ["up", "--mode", "sandbox", "--with", "redis"] as const;

/** Writes a word into the stack's Redis, and reads it back. */
const remember = async (stack: LiveStack, word: string) =>
  docker("exec", (await stack.container("redis")).id, "redis-cli", "set", "word", word);
const recall = async (stack: LiveStack) =>
  docker("exec", (await stack.container("redis")).id, "redis-cli", "get", "word");

needs(["engine", "dataImages"], "stacks side by side", () => {
  test.each(ROUNDS)(
    "three slots of checkouts with one name know nothing of each other (round %i)",
    { timeout: 6 * MINUTES },
    async () => {
      const name = checkoutName();
      const stacks = await Promise.all([1, 2, 3].map(() => liveStack({}, { name })));
      const ups = await Promise.all(stacks.map((stack) => stack.avb(...UP)));
      for (const up of ups) expectDone(up);
      for (const [at, stack] of stacks.entries()) await remember(stack, `word ${at}`);
      const [first, ...others] = stacks;
      if (first === undefined) expect.fail("there is no stack");
      expectDone(await first.avb("down", "--volumes", "--yes"));
      expect(await first.leftovers()).toEqual([]);
      for (const [at, stack] of others.entries()) {
        expect(await recall(stack)).toBe(`word ${at + 1}`);
        expect(await stack.json("up", "--plan")).toMatchObject({ plan: [] });
        expectDone(await stack.avb("down", "--volumes", "--yes"));
        expect(await stack.leftovers()).toEqual([]);
      }
    },
  );

  test.each(ROUNDS)(
    "two checkouts with one name and one slot: the second learns whose the name is, and nothing is begun (round %i)",
    { timeout: 6 * MINUTES },
    async () => {
      const name = checkoutName();
      const one = await liveStack({}, { name });
      const other = await liveStack({}, { name, slot: one.slot });
      expectDone(await one.avb(...UP));
      const ids = await one.ids();
      const refused = await other.avb(...UP);
      expect(refused.status).toBe(3);
      expect(refused.stderr).toContain(
        `a network named avb-${name}-${one.slot} is there already, and it belongs to the checkout in ${one.root}`,
      );
      const beside = Number(one.slot) === 9 ? 1 : Number(one.slot) + 1;
      expect(refused.stderr).toContain(`AVB_SLOT=${beside} avb dev up`);
      expect(await other.leftovers()).toEqual([]);
      await other.expectNoLeftovers();
      expectDone(await other.avb("down", "--volumes", "--yes"));
      expect(await one.ids()).toEqual(ids);
      expect(await one.json("up", "--plan")).toMatchObject({ plan: [] });
      expectDone(await one.avb("down", "--volumes", "--yes"));
      expectDone(await other.avb(...UP));
      expectDone(await other.avb("down", "--volumes", "--yes"));
    },
  );
});
