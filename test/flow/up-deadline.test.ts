import { expect, test } from "vitest";
import type { Step } from "../../src/domain/plan.ts";
import { runPlan } from "../../src/flows/change-stack.ts";
import { withDeadline } from "../../src/flows/up-deadline.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { recordingWatch } from "../support/recording-watch.ts";

const lasting = (id: string, ms: number, more: Partial<Step> = {}): Step => ({
  ...{ id, title: `do ${id}`, because: "it is due", after: [], ...more },
  run: (world, _report, signal) => world.clock.sleep(ms, signal),
});

/** Runs these steps within that time. */
function within(ms: number, steps: readonly Step[]) {
  const tools = { world: fakeWorld(), watch: recordingWatch().watch, signal: new AbortController().signal };
  return withDeadline(tools, ms, (timed) => runPlan(timed, { steps }, "avb dev up"));
}

test("time that passes while images are fetched does not count, and all other time does", async () => {
  const fetch = lasting("fetch", 5000, { isUntimed: true });
  await expect(within(2000, [fetch, lasting("start", 500, { after: ["fetch"] })])).resolves.toMatchObject({
    failures: [],
  });
  await expect(within(2000, [fetch, lasting("start", 9000, { after: ["fetch"] })])).rejects.toMatchObject({
    code: "UP_TIMEOUT",
    facts: { running: "do start", seconds: "2" },
  });
});

test("a fetch that fails holds nothing up any more", async () => {
  const broken: Step = { ...lasting("fetch", 0, { isUntimed: true }), run: () => Promise.reject(new Error("gone")) };
  await expect(within(1000, [broken, lasting("start", 9000)])).rejects.toMatchObject({ code: "UP_TIMEOUT" });
});
