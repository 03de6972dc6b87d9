import { expect, test } from "vitest";
import type { WrittenStore } from "./store-verdicts.ts";
import { type StoredRotation, storedRotation } from "./stored-rotation.ts";
import { tempCheckout } from "./temp-checkout.ts";

const IS_SOAK = process.env.AVB_SOAK !== undefined;
const HOUR_MS = 3_600_000;
const MINUTES = 60_000;
/** What changes something at the store or at the vendor; a soak kills after every effect. */
const CHANGES = /^(?:aws|azure) |^ask (?:POST|PUT|PATCH|DELETE) |^write .*\.age$/;

type Within = (act: (begun: StoredRotation) => Promise<void>) => Promise<void>;

/** What holds of a rotation in each store: it is whole, it goes on after a kill, and it goes back. */
export function rotatesIn(
  store: WrittenStore,
  env: () => Readonly<Record<string, string>>,
  fresh: () => Promise<unknown> = async () => undefined,
): void {
  const within: Within = async (act) => {
    const home = tempCheckout();
    await fresh();
    try {
      await act(await storedRotation(home, store, env()));
    } finally {
      home.remove();
    }
  };
  const obliged = (title: string, act: () => Promise<void>) => test(title, act, 20 * MINUTES);
  obliged("a new value takes the old one's place, which stays in the history; its dates are noted", () =>
    within(expectWhole),
  );
  obliged("killed after each change, it has a working value, one journal at most, and resume ends right", () =>
    killedEverywhere(within, expectResumed),
  );
  obliged("killed after each change, it goes back to the old value until that is revoked", () =>
    killedEverywhere(within, expectBack),
  );
}

async function expectWhole(begun: StoredRotation): Promise<void> {
  expect((await begun.run("begin", { graceMs: HOUR_MS })).state).toBe("waiting");
  const now = await begun.current();
  expect([now !== begun.old.value, begun.taken().length, await begun.waits()]).toEqual([true, 2, undefined]);
  expect((await begun.run("resume", { compromised: true })).state).toBe("done");
  expect([await begun.current(), begun.taken(), begun.journals()]).toEqual([now, [now], []]);
  expect(await begun.history()).toEqual(expect.arrayContaining([now, begun.old.value]));
  expect(await begun.tags()).toMatchObject({
    NextRotation: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    LastRotated: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
  });
}

/** Each change of a rotation that nobody stops, then one that is killed there. */
async function killedEverywhere(
  within: Within,
  then: (begun: StoredRotation, where: string) => Promise<void>,
): Promise<void> {
  let effects: readonly string[] = [];
  await within(async (begun) => {
    effects = (await begun.run("begin")).effects;
  });
  const places = effects.flatMap((effect, index) => (IS_SOAK || CHANGES.test(effect) ? [index + 1] : []));
  expect(places.length).toBeGreaterThan(3);
  for (const at of places)
    await within(async (begun) => {
      const { isKilled, effects: done } = await begun.run("begin", { at });
      const where = `killed after effect ${at}: ${done.at(-1)}`;
      expect(isKilled, where).toBe(true);
      expect(begun.taken(), where).toContain(await begun.current());
      expect(begun.journals().length, where).toBeLessThanOrEqual(1);
      await then(begun, where);
    });
}

async function expectResumed(begun: StoredRotation, where: string): Promise<void> {
  const isOpen = begun.journals().length > 0;
  const isEnded = !isOpen && (await begun.current()) !== begun.old.value;
  if (!isEnded) await begun.run(isOpen ? "resume" : "begin");
  const now = await begun.current();
  expect([now === begun.old.value, begun.taken(), begun.journals(), await begun.waits()], where).toEqual([
    ...([false, [now], []] as const),
    undefined,
  ]);
}

async function expectBack(begun: StoredRotation, where: string): Promise<void> {
  if (begun.journals().length === 0) return;
  // Once the old one is revoked there is no way back, and what is there works.
  const isRevoked = !begun.taken().includes(begun.old.value);
  const end = await begun.run("rollback").catch((error: { readonly code?: string }) => error);
  if (isRevoked) {
    expect(end, where).toMatchObject({ code: "ROTATION_PAST" });
    return expectResumed(begun, where);
  }
  expect(end, where).toMatchObject({ state: "rolled back" });
  expect([await begun.current(), begun.taken(), begun.journals(), await begun.waits()], where).toEqual([
    ...([begun.old.value, [begun.old.value], []] as const),
    undefined,
  ]);
}
