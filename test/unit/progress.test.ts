import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import type { Step } from "../../src/domain/plan.ts";
import { openProgress, progressStyle } from "../../src/ui/progress.ts";
import { seconds } from "../../src/ui/progress-lines.ts";

const step = (id: string): Step => ({
  ...{ id, title: `do ${id}`, because: "it is not done", after: [], run: async () => {} },
});

/** A stream that keeps its text; a terminal of 80 columns when asked to be one. */
function keepingStream(isTTY = false): NodeJS.WriteStream & { text(): string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk));
      done();
    },
  });
  const terminal = { isTTY, columns: 80, rows: 24, text: () => chunks.join("") };
  return Object.assign(stream, terminal) as unknown as NodeJS.WriteStream & { text(): string };
}

const failure = AvbError.of("SERVER_PORT_TAKEN", { port: "8080" });

describe("the style of progress", () => {
  test.each([
    [{ quiet: false, json: false, events: false, isTty: true }, "tasks"],
    [{ quiet: false, json: false, events: false, isTty: false }, "lines"],
    [{ quiet: true, json: false, events: false, isTty: true }, "silent"],
    [{ quiet: false, json: true, events: false, isTty: true }, "silent"],
    [{ quiet: true, json: false, events: true, isTty: true }, "json"],
  ])("%o is %s", (facts, style) => {
    expect(progressStyle(facts)).toBe(style);
  });
});

describe("plain lines", () => {
  test("a finished step is a line on standard error, and standard output stays empty", async () => {
    const [out, err] = [keepingStream(), keepingStream()];
    const progress = openProgress("lines", { out, err }, () => {});
    progress.ended(step("a"), 420);
    progress.failed(step("b"), 20, failure);
    progress.stopped(step("c"), 30);
    await progress.close();
    expect(err.text()).toBe("done: do a (0.42 s)\nfailed: do b (0.02 s) [SERVER_PORT_TAKEN]\nstopped: do c (0.03 s)\n");
    expect(out.text()).toBe("");
  });

  test("seconds are read easily", () => {
    expect([seconds(4), seconds(1234), seconds(75_400)]).toEqual(["0.00 s", "1.23 s", "75 s"]);
  });
});

test("events are one JSON object a line, on standard output", async () => {
  const [out, err] = [keepingStream(), keepingStream()];
  const progress = openProgress("json", { out, err }, () => {});
  progress.planned({ steps: [step("a")] });
  progress.started(step("a"));
  progress.progressed(step("a"), "half");
  progress.noted("a port moved");
  progress.failed(step("a"), 7, failure);
  progress.stopped(step("b"), 9);
  const events = out
    .text()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(events).toEqual([
    { event: "plan", steps: [{ id: "a", title: "do a", because: "it is not done", after: [] }] },
    { event: "step-start", id: "a", title: "do a" },
    { event: "step-progress", id: "a", text: "half" },
    { event: "note", text: "a port moved" },
    { event: "step-end", id: "a", ok: false, ms: 7, code: "SERVER_PORT_TAKEN" },
    { event: "step-end", id: "b", ok: false, ms: 9, stopped: true },
  ]);
  expect(err.text()).toBe("");
});

describe("the live list", () => {
  test("shows each step with its outcome and ends although some were never begun", async () => {
    const [out, err] = [keepingStream(), keepingStream(true)];
    const progress = openProgress("tasks", { out, err }, () => {});
    progress.planned({ steps: [step("good"), step("bad"), step("never")] });
    progress.started(step("good"));
    progress.ended(step("good"), 250);
    progress.failed(step("bad"), 1, failure);
    await progress.close();
    expect(err.text()).toContain("do good (0.25 s)");
    expect(err.text()).toContain("do bad");
    expect(err.text()).toContain("do never");
    expect(out.text()).toBe("");
  });

  test("what is noted meanwhile is said after the list, not across it", async () => {
    const err = keepingStream(true);
    const notes: string[] = [];
    const progress = openProgress("tasks", { out: keepingStream(), err }, (text) => notes.push(text));
    progress.noted("before");
    progress.planned({ steps: [step("a")] });
    await new Promise((resolve) => setImmediate(resolve));
    progress.noted("meanwhile");
    expect(notes).toEqual(["before"]);
    progress.ended(step("a"), 1);
    await progress.close();
    expect(notes).toEqual(["before", "meanwhile"]);
  });

  test("a second plan is drawn after the first one is closed", async () => {
    const err = keepingStream(true);
    const progress = openProgress("tasks", { out: keepingStream(), err }, () => {});
    progress.planned({ steps: [step("first")] });
    progress.failed(step("first"), 1, failure);
    progress.planned({ steps: [step("second")] });
    progress.ended(step("second"), 1);
    await progress.close();
    expect(err.text()).toMatch(/do first[\s\S]*do second/);
  });
});
