import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { PlanWatcher, Step } from "../domain/plan.ts";
import type { World } from "../domain/world.ts";

const KEEP_BYTES = 256 * 1024;

/** One line of the journal: a run begins and finishes, and between that its steps start, end or fail. */
export interface JournalLine {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly run: string;
  readonly event: "begin" | "start" | "end" | "fail" | "finish";
  readonly pid?: number;
  readonly command?: string;
  readonly step?: string;
  readonly title?: string;
  readonly ms?: number;
  /** The error's code, `stopped` for a step that gave up when the run was told to, or how the run came out. */
  readonly result?: string;
}

/** A run that never said how it came out: its process was killed, or the machine went down. */
export interface UnfinishedRun {
  readonly command: string;
  readonly pid: number;
  readonly done: readonly string[];
  /** Titles of the steps that were going on. */
  readonly goingOn: readonly string[];
}

/** The journal of one run. */
export interface Journal {
  /** Writes down that the run begins, once; a disk that takes no line stops the run here, before anything was changed. */
  begin(): Promise<void>;
  /** Writes down what the watcher sees before passing it on. */
  watching(watch: PlanWatcher): PlanWatcher;
  /** Says how it came out; a run that never began has nothing to say. */
  finish(result: string): Promise<void>;
}

/** The journal of a run, of which nothing is written yet. */
export function openJournal(world: World, checkout: Checkout, command: string): Journal {
  const path = checkout.state.journal;
  const run = world.random.token(48);
  let begun: Promise<void> | undefined;
  let written: Promise<void> = Promise.resolve();
  const line = (event: JournalLine["event"], facts: Partial<JournalLine> = {}): Promise<void> => {
    const entry: JournalLine = { at: new Date(world.clock.now()).toISOString(), run, event, ...facts };
    const next = written.then(() => world.files.append(path, `${JSON.stringify(entry)}\n`));
    written = next.catch(() => {});
    return next;
  };
  const first = async () => {
    if (((await world.files.facts(path))?.size ?? 0) > KEEP_BYTES) await world.files.remove(path);
    await line("begin", { pid: world.processes.self, command });
  };
  return {
    begin() {
      begun ??= first();
      return begun;
    },
    watching: (watch) => ({
      ...watch,
      started: (step) => {
        void line("start", named(step)).catch(() => {});
        watch.started(step);
      },
      ended: (step, ms) => {
        void line("end", { ...named(step), ms }).catch(() => {});
        watch.ended(step, ms);
      },
      failed: (step, ms, error) => {
        void line("fail", { ...named(step), ms, result: codeOf(error) }).catch(() => {});
        watch.failed(step, ms, error);
      },
      stopped: (step, ms) => {
        void line("fail", { ...named(step), ms, result: "stopped" }).catch(() => {});
        watch.stopped(step, ms);
      },
    }),
    finish: async (result) => {
      if (begun !== undefined) await line("finish", { result });
    },
  };
}

/** The last run of this checkout, when it did not come to its end. */
export async function unfinishedRun(world: World, checkout: Checkout): Promise<UnfinishedRun | undefined> {
  const lines = ((await world.files.read(checkout.state.journal)) ?? "").split("\n").flatMap(parseLine);
  const begin = lines.findLast(({ event }) => event === "begin");
  if (begin === undefined) return undefined;
  const own = lines.filter(({ run }) => run === begin.run);
  if (own.some(({ event }) => event === "finish")) return undefined;
  const over = new Set(own.filter(({ event }) => event === "end" || event === "fail").map(({ step }) => step));
  return {
    command: begin.command ?? "avb",
    pid: begin.pid ?? -1,
    done: own.filter(({ event }) => event === "end").flatMap(({ title }) => title ?? []),
    goingOn: own.filter(({ event, step }) => event === "start" && !over.has(step)).flatMap(({ title }) => title ?? []),
  };
}

const named = (step: Step) => ({ step: step.id, title: step.title });

const codeOf = (error: unknown): string => (error instanceof AvbError ? error.code : "BUG");

/** A line cut short by a crash is no line. */
function parseLine(text: string): readonly JournalLine[] {
  try {
    const line: JournalLine = JSON.parse(text);
    return typeof line.run === "string" ? [line] : [];
  } catch {
    return [];
  }
}
