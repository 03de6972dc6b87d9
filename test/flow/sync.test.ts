import { expect, test } from "vitest";
import { requireInStep, SYNC_VERIFIERS, sync } from "../../src/flows/sync.ts";
import type { Verifiers } from "../../src/flows/verify/verify.ts";
import { ageText } from "../../src/ui/sync-page.ts";
import { seededBilling } from "../support/seeded-billing.ts";

/** The fake world has no sign-in: the user profile is tried in test/cli. */
const BILLING_ALONE: Verifiers = Object.fromEntries(Object.entries(SYNC_VERIFIERS).filter(([id]) => id === "lago"));
const HOUR = 3_600_000;

test("the six links are shown with what is at their other end; none has a proof before it was tried", async () => {
  const { tools } = await seededBilling();
  const result = await sync(tools, { prove: false });
  expect(result.links.map((link) => [link.source, link.direction, link.with])).toEqual([
    ["User profile", "both", "stand-in"],
    ["Usage events", "push", "stand-in"],
    ["Invoices", "pull", "stand-in"],
    ["Secrets", "pull", "nothing"],
    ["Policies", "query", "nothing"],
    ["Workflows", "both", "nothing"],
  ]);
  expect(result.links.every(({ last }) => last === undefined)).toBe(true);
  expect(() => requireInStep(result)).not.toThrow();
});

test("proofs are remembered with their age, and one that broke is SYNC_BROKEN (14) until it holds again", async () => {
  const { tools, world, lago, seed } = await seededBilling();
  await lago.plans.update("free", { name: "Gratis" });
  const broken = await sync(tools, { prove: true }, BILLING_ALONE);
  expect(broken.links[1]?.last).toMatchObject({ broken: 1 });
  expect(() => requireInStep(broken)).toThrowError(
    expect.objectContaining({
      code: "SYNC_BROKEN",
      exitCode: 14,
      fixes: expect.arrayContaining(["avb dev verify lago"]),
    }),
  );
  await seed();
  const healed = await sync(tools, { prove: true }, BILLING_ALONE);
  expect(healed.links[1]?.last).toMatchObject({ broken: 0 });
  expect(() => requireInStep(healed)).not.toThrow();
  world.nowMs += 2 * HOUR;
  const later = await sync(tools, { prove: false });
  expect(ageText(later.links[1]?.last?.ageMs ?? 0)).toBe("2 h");
});

test.each([
  [0, "0 s"],
  [59_999, "59 s"],
  [60_000, "1 min"],
  [HOUR - 1, "59 min"],
  [47 * HOUR, "1 d"],
])("%i ms are %s", (ms, text) => {
  expect(ageText(ms)).toBe(text);
});
