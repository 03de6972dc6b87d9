import { describe, expect, test } from "vitest";
import { handRotationOf } from "../../src/credentials/rotation/by-hand.ts";
import { ROTATION_STEPS } from "../../src/domain/rotation.ts";
import { credential } from "../support/credential-store.ts";
import {
  begin,
  currentOf,
  effectsOf,
  goOn,
  killedAt,
  SUBJECTS,
  type Subject,
  stepOf,
  works,
} from "../support/killed-rotation.ts";
import { journals } from "../support/rotation-world.ts";
import { errorsOf } from "../support/temp-checkout.ts";

const ROUNDS = process.env.AVB_SOAK === undefined ? 1 : 10;
/** On the way back every second effect suffices; a soak takes them all. */
const STRIDE = process.env.AVB_SOAK === undefined ? 2 : 1;

describe.each(SUBJECTS)("$id, killed at every effect", (subject) => {
  test("always has a working value, one journal at most, and resume ends right", async () => {
    const { length } = await effectsOf(subject);
    const stood = new Set<string>();
    for (let round = 0; round < ROUNDS; round++)
      for (let at = 1; at <= length; at += 1) {
        const all = await begin(subject);
        const { effects, isKilled } = await killedAt(all, subject, at);
        const where = `after effect ${at}: ${effects.at(-1)}`;
        expect(isKilled, where).toBe(true);
        expect(works(all, subject, await currentOf(all, subject)), `a working value ${where}`).toBe(true);
        expect(journals(all).length, where).toBeLessThanOrEqual(1);
        stood.add(stepOf(all));
        await goOn(all, subject, "resume");
        await expectReplaced(all, subject, where);
      }
    expect([...stood]).toEqual(expect.arrayContaining(ROTATION_STEPS.slice(1)));
  }, 600_000);

  test("killed a second time while it goes on, it still ends right", async () => {
    const { length } = await effectsOf(subject);
    const steps = Array.from({ length: 12 * ROUNDS }, (_, index) => 1 + Math.floor((index * length) / (12 * ROUNDS)));
    for (const at of steps) {
      const all = await begin(subject);
      await killedAt(all, subject, at);
      if (journals(all).length > 0) await killedAt(all, subject, 1 + (at % 9), "resume");
      await goOn(all, subject, "resume");
      await expectReplaced(all, subject, `killed after ${at}`);
    }
  }, 600_000);

  test("goes back from every step before the old value is revoked, and is killed on the way back too", async () => {
    const { length } = await effectsOf(subject);
    for (let at = 1; at <= length; at += STRIDE) {
      const all = await begin(subject);
      await killedAt(all, subject, at);
      if (journals(all).length > 0) await expectBack(all, subject, at);
    }
  }, 600_000);
});

/** Killed on the way back, then back; or, once the old value is revoked, on. */
async function expectBack(all: Awaited<ReturnType<typeof begin>>, subject: Subject, at: number) {
  const stood = stepOf(all);
  const [refused] = await errorsOf(async () => {
    await killedAt(all, subject, 1 + (at % 14), "rollback");
    expect(works(all, subject, await currentOf(all, subject)), `back from ${at}`).toBe(true);
    await goOn(all, subject, "rollback");
  });
  if (refused !== undefined) {
    expect([refused.code, stood], `back from ${at}`).toEqual([
      "ROTATION_PAST",
      expect.stringMatching(/revoke|dead|tag/),
    ]);
    await goOn(all, subject, "resume");
    return expectReplaced(all, subject, `on from ${at}`);
  }
  expect(await currentOf(all, subject), `back from ${at}`).toBe(all.old);
  expect(journals(all)).toEqual([]);
  // What a person made and avb was never given, avb cannot revoke.
  if (subject.id === "jwt" || (subject.pasted && stood === "issue")) return;
  expect([...all.vendors.keys.values()].map(({ value }) => value)).toEqual([all.old]);
}

async function expectReplaced(all: Awaited<ReturnType<typeof begin>>, subject: Subject, where: string) {
  const value = await currentOf(all, subject);
  expect(value, where).not.toBe(all.old);
  expect(works(all, subject, value), where).toBe(true);
  expect(journals(all), where).toEqual([]);
  if (subject.id === "jwt") return;
  // No key is left behind: neither the old one nor one that a cut off try has made.
  expect(
    [...all.vendors.keys.values()].map((one) => one.value),
    where,
  ).toEqual([value]);
  if (subject.id === "openai") expect(all.vendors.accounts.size, where).toBe(1);
}

test("the way by hand is known for every credential", () => {
  for (const id of ["google-oauth", "github-app", "slack", "jira"])
    expect(handRotationOf(credential(id)).revoke[0]?.url, id).toMatch(/^https:/);
});
