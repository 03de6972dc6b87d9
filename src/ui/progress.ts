import type { PlanWatcher } from "../domain/plan.ts";
import { progressJson } from "./progress-json.ts";
import { progressLines } from "./progress-lines.ts";
import { taskList } from "./tasks.ts";

/** How a running plan is shown: not at all, as plain lines, drawn on a terminal, or as NDJSON on standard output. */
export type ProgressStyle = "silent" | "lines" | "tasks" | "json";

/** A watcher that draws, and must be closed before anything else is written. */
export interface Progress extends PlanWatcher {
  close(): Promise<void>;
}

/** What decides on the style. */
export interface ProgressFacts {
  readonly quiet: boolean;
  /** `--json`: the envelope alone is the product. */
  readonly json: boolean;
  /** `--progress json`. */
  readonly events: boolean;
  readonly isTty: boolean;
}

/** The style for these facts; what is not a terminal on both sides gets plain lines. */
export function progressStyle({ quiet, json, events, isTty }: ProgressFacts): ProgressStyle {
  if (events) return "json";
  if (quiet || json) return "silent";
  return isTty ? "tasks" : "lines";
}

/** Nothing is shown. */
const silence: PlanWatcher = {
  planned: () => {},
  started: () => {},
  progressed: () => {},
  said: () => {},
  ended: () => {},
  failed: () => {},
  stopped: () => {},
  noted: () => {},
};

/** Draws on these streams; `note` is told what no step tells. */
export function openProgress(
  style: ProgressStyle,
  streams: { readonly out: NodeJS.WriteStream; readonly err: NodeJS.WriteStream },
  note: (text: string) => void,
): Progress {
  if (style === "tasks") return taskList(streams.err, note);
  const closed = { close: () => Promise.resolve() };
  if (style === "json") return { ...progressJson((line) => streams.out.write(line)), ...closed };
  if (style === "lines") return { ...progressLines((line) => streams.err.write(line)), noted: note, ...closed };
  return { ...silence, noted: note, ...closed };
}
