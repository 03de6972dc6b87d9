import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runGraph } from "../../src/domain/graph.ts";
import { describePlan, type Step } from "../../src/domain/plan.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { recordingWatch } from "../support/recording-watch.ts";

const step = (id: string, after: readonly string[], run: Step["run"] = async () => {}): Step => ({
  ...{ id, title: `do ${id}`, because: `${id} is not done`, after, run },
});

const running = () => {
  const { watch, lines } = recordingWatch();
  const stop = new AbortController();
  return { tools: { world: fakeWorld(), signal: stop.signal, watch }, lines, stop };
};

const wait =
  (ms: number): Step["run"] =>
  (world) =>
    world.clock.sleep(ms);

describe("a plan's graph", () => {
  test("a step begins as soon as what it comes after is done, not when a whole wave is", async () => {
    const { tools, lines } = running();
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const steps = [step("slow", [], () => gate), step("quick", []), step("next", ["quick"], async () => release())];
    await runGraph({ steps }, tools);
    expect(lines.indexOf("start next")).toBeLessThan(lines.indexOf("end slow"));
  });

  test("the first failure stops what has not begun and lets what runs come to its end", async () => {
    const { tools, lines } = running();
    const broken = step("broken", [], () => Promise.reject(new Error("no")));
    const run = await runGraph({ steps: [broken, step("other", [], wait(5)), step("last", ["other"])] }, tools);
    expect(run.failures.map(({ step: failed }) => failed.id)).toEqual(["broken"]);
    expect(run.notBegun.map(({ id }) => id)).toEqual(["last"]);
    expect(lines).toContain("end other");
  });

  test("a signal stops what has not begun", async () => {
    const { tools, stop } = running();
    const first = step("first", [], async () => stop.abort("SIGINT"));
    const run = await runGraph({ steps: [first, step("second", ["first"])] }, tools);
    expect(run.timings.map(({ id }) => id)).toEqual(["first"]);
    expect(run.notBegun.map(({ id }) => id)).toEqual(["second"]);
  });

  test("a step that gives up when the signal comes is stopped, not failed", async () => {
    const { tools, stop, lines } = running();
    const gives = step("gives", [], async () => {
      stop.abort("SIGINT");
      throw new Error("the start was interrupted");
    });
    const run = await runGraph({ steps: [gives] }, tools);
    expect(lines).toEqual(["start gives", "stop gives"]);
    expect(run.failures.map(({ step: { id } }) => id)).toEqual(["gives"]);
  });

  test("a step that comes after one that is not needed does not wait", async () => {
    const run = await runGraph({ steps: [step("only", ["not-in-the-plan"])] }, running().tools);
    expect(run.timings).toHaveLength(1);
  });

  test("steps that wait for each other are an error, not a hang", async () => {
    const steps = [step("a", ["b"]), step("b", ["a"])];
    await expect(runGraph({ steps }, running().tools)).rejects.toThrow("a, b wait for each other");
  });

  test("the critical chain names the steps that decided how long it took", async () => {
    const steps = [
      step("a", []),
      step("long", ["a"], wait(3000)),
      step("short", ["a"], wait(1)),
      step("end", ["short", "long"]),
    ];
    expect((await runGraph({ steps }, running().tools)).criticalChain).toEqual(["a", "long", "end"]);
  });

  test("in any graph no step begins before all it comes after have ended", async () => {
    const graphs = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(graphs, async (shape) => {
        const { tools, lines } = running();
        const steps = shape.map((after, at) =>
          step(`s${at}`, at === 0 ? [] : [...new Set(after.map((n) => `s${n % at}`))], wait(at % 3)),
        );
        const run = await runGraph({ steps }, tools);
        expect(run.timings).toHaveLength(steps.length);
        for (const { id, after } of steps)
          for (const before of after) expect(lines.indexOf(`end ${before}`)).toBeLessThan(lines.indexOf(`start ${id}`));
      }),
    );
  });
});

test("a plan prints each step with its reason and what it really waits for", () => {
  const plan = { steps: [step("start", ["secrets"]), step("seed", ["start"])] };
  expect(describePlan(plan)).toBe("start: do start (start is not done)\nseed: do seed (seed is not done) after start");
  expect(describePlan({ steps: [] })).toBe("nothing to do");
});
