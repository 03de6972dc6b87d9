import { AvbError } from "../domain/errors/avb-error.ts";
import type { PlanWatcher } from "../domain/plan.ts";

/** A finished step a line, for logs and pipes. */
export const progressLines = (write: (line: string) => void): PlanWatcher => ({
  planned: () => {},
  started: () => {},
  progressed: () => {},
  said: ({ id }, text) => write(`${outputLine(id, text)}\n`),
  ended: (step, ms) => write(`done: ${step.title} (${seconds(ms)})\n`),
  failed: (step, ms, error) => write(`failed: ${step.title} (${seconds(ms)}) [${codeOf(error)}]\n`),
  stopped: (step, ms) => write(`stopped: ${step.title} (${seconds(ms)})\n`),
  noted: (text) => write(`${text}\n`),
});

/** What a program wrote that a step ran: `hook-after_usable | 3 rows`. */
export const outputLine = (id: string, text: string): string => `${id} | ${text}`;

/** Milliseconds as a person reads them: `0.42 s`. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;

const codeOf = (error: unknown): string => (error instanceof AvbError ? error.code : "BUG");
