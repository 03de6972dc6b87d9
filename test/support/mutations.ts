import { expect } from "vitest";
import type { Breakage } from "./breakage.ts";
import type { LiveStack } from "./live-stack.ts";
import { type MutationRun, mutationRun } from "./mutation-run.ts";
import { BREAKAGES } from "./planted-breakages.ts";

/** In a long run each breakage is planted by itself; otherwise those of one service that leave each other alone go together. */
const ALONE = process.env.AVB_SOAK !== undefined;

/** What is planted at the same time. */
function batches(): readonly (readonly Breakage[])[] {
  const single = BREAKAGES.filter(({ alone }) => ALONE || alone);
  const services = new Set(BREAKAGES.map(({ service }) => service));
  const rest = BREAKAGES.filter((one) => !single.includes(one));
  const together = [...services].map((service) => rest.filter((one) => one.service === service));
  return [...together, ...single.map((one) => [one])].filter(({ length }) => length > 0);
}

/** Plants them, looks who complains, mends them, looks again; what went otherwise, a line each. */
async function tryOut(run: MutationRun, planted: readonly Breakage[]): Promise<readonly string[]> {
  const service = planted[0]?.service ?? "";
  for (const { id, plant } of planted) {
    try {
      await plant(run.planter);
    } catch (error) {
      return [`${id} could not be planted: ${error}`];
    }
  }
  const complaints = await run.complaints(service);
  const missed = planted
    .filter(({ caughtBy }) => !complaints.some((line) => caughtBy.test(line)))
    .map(({ id, caughtBy }) => `${id} was not caught by ${caughtBy}; there was ${complaints.join("; ") || "nothing"}`);
  await run.mend(planted);
  const left = (await run.complaints(service)).map((line) => `after mending ${planted.map(({ id }) => id)}: ${line}`);
  return [...missed, ...left];
}

/** Whatever is broken by hand is caught by the check that names it, and seeding mends it. */
export async function expectBreakagesCaught(stack: LiveStack): Promise<void> {
  const run = await mutationRun(stack);
  const wrong: string[] = [];
  for (const service of new Set(BREAKAGES.map((one) => one.service)))
    wrong.push(...(await run.complaints(service)).map((line) => `before anything was planted: ${line}`));
  for (const batch of batches()) wrong.push(...(await tryOut(run, batch)));
  expect(wrong).toEqual([]);
  expect(BREAKAGES.length).toBeGreaterThanOrEqual(40);
}
