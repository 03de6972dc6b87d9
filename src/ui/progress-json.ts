import { AvbError } from "../domain/errors/avb-error.ts";
import { type PlanWatcher, stepFacts } from "../domain/plan.ts";

/** The names of the events of `--progress json`, one JSON object a line; the last one is `result`. */
export type ProgressEvent = "plan" | "step-start" | "step-progress" | "step-output" | "step-end" | "note" | "result";

/** Writes what happens as NDJSON. A failed step ends with the code of its error, one that was told to stop with `stopped`. */
export function progressJson(write: (line: string) => void): PlanWatcher {
  const event = (name: ProgressEvent, facts: object) => write(progressLine(name, facts));
  return {
    planned: (plan) => event("plan", { steps: stepFacts(plan) }),
    started: ({ id, title }) => event("step-start", { id, title }),
    progressed: ({ id }, text) => event("step-progress", { id, text }),
    said: ({ id }, text) => event("step-output", { id, text }),
    ended: ({ id }, ms) => event("step-end", { id, ok: true, ms }),
    failed: ({ id }, ms, error) =>
      event("step-end", { id, ok: false, ms, code: error instanceof AvbError ? error.code : "BUG" }),
    stopped: ({ id }, ms) => event("step-end", { id, ok: false, ms, stopped: true }),
    noted: (text) => event("note", { text }),
  };
}

/** One event as its line. */
export const progressLine = (event: ProgressEvent, facts: object): string => `${JSON.stringify({ event, ...facts })}\n`;
