import { describe, expect, test } from "vitest";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import type { Step } from "../../src/domain/plan.ts";
import { changeStack, runPlan } from "../../src/flows/change-stack.ts";
import { openJournal, unfinishedRun } from "../../src/flows/journal.ts";
import { fakeCheckout } from "../support/fake-checkout.ts";
import { type FakeWorld, fakeWorld } from "../support/fake-world.ts";
import { recordingWatch } from "../support/recording-watch.ts";

const checkout = fakeCheckout();
const where = { checkout, command: "avb dev up" };

const step = (id: string, after: readonly string[] = [], run: Step["run"] = async () => {}): Step => ({
  ...{ id, title: `do ${id}`, because: "it is not done", after, run },
});

const setUp = (world: FakeWorld = fakeWorld()) => {
  const stop = new AbortController();
  const { watch, lines } = recordingWatch();
  return { world, stop, lines, tools: { world, watch, signal: stop.signal } };
};

describe("changing a stack", () => {
  test("what each step did is written down, and a run that ended leaves nothing to say", async () => {
    const { tools, world } = setUp();
    await changeStack(tools, where, (inside) => runPlan(inside, { steps: [step("a")] }, "avb dev up"));
    const journal = (await world.files.read(checkout.state.journal)) ?? "";
    const events = journal
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.map(({ event, step: id }) => [event, id].filter(Boolean).join(" "))).toEqual([
      "begin",
      "start a",
      "end a",
      "finish",
    ]);
    expect(await unfinishedRun(world, checkout)).toBeUndefined();
  });

  test("a run whose process was killed is told by the next one, with the step it was in", async () => {
    const { tools, world, lines } = setUp();
    const journal = openJournal(world, checkout, "avb dev up");
    await journal.begin();
    const watch = journal.watching(recordingWatch().watch);
    watch.started(step("a"));
    watch.ended(step("a"), 3);
    watch.started(step("b"));
    await new Promise((resolve) => setImmediate(resolve));
    world.files.put(checkout.state.journal, `${await world.files.read(checkout.state.journal)}{"run":"cut sho`);
    await changeStack(tools, where, async () => undefined);
    expect(lines).toEqual([
      "note the last 'avb dev up' (pid 4242) was cut off during: do b; going on from what is there",
    ]);
  });

  test("a journal that has grown large is begun anew", async () => {
    const { tools, world } = setUp();
    world.files.put(checkout.state.journal, "x".repeat(300_000));
    await changeStack(tools, where, async () => undefined);
    expect((await world.files.facts(checkout.state.journal))?.size).toBeLessThan(1000);
  });

  test("a disk that is full stops the run before anything is changed, and the lock is free again", async () => {
    const { tools, world } = setUp();
    world.files.refuseWrites(checkout.state.journal, "DISK_FULL");
    let acted = false;
    const run = changeStack(tools, where, async () => {
      acted = true;
    });
    await expect(run).rejects.toMatchObject({ code: "DISK_FULL", exitCode: 12 });
    expect(acted).toBe(false);
    expect(await world.files.read(checkout.state.lock)).toBeUndefined();
  });

  test.each([
    ["SIGINT", "INTERRUPTED", 130],
    ["SIGTERM", "TERMINATED", 143],
    ["SIGHUP", "HUNG_UP", 129],
  ])("%s says what is done and what was not begun, and frees the lock", async (signal, code, exitCode) => {
    const { tools, world, stop } = setUp();
    const steps = [step("a", [], async () => stop.abort(signal)), step("b", ["a"])];
    const run = changeStack(tools, where, (inside) => runPlan(inside, { steps }, "avb dev up"));
    await expect(run).rejects.toMatchObject({ code, exitCode, facts: { left: "done: do a; not begun: do b" } });
    expect(await world.files.read(checkout.state.lock)).toBeUndefined();
  });

  test("two steps that fail at once are both told", async () => {
    const failing = (port: string) => () => Promise.reject(AvbError.of("SERVER_PORT_TAKEN", { port }));
    const steps = [step("a", [], failing("8080")), step("b", [], failing("63690"))];
    await expect(runPlan(setUp().tools, { steps }, "avb dev up")).rejects.toMatchObject({
      problems: [{ facts: { port: "8080" } }, { facts: { port: "63690" } }],
    });
  });
});
