import type { Plan, PlanWatcher } from "../domain/plan.ts";
import { outputLine, seconds } from "./progress-lines.ts";

type Outcome = "done" | "failed" | "not begun";

/** One drawn step: its line changes until its outcome is known. */
interface Drawn {
  title: string;
  readonly outcome: Promise<Outcome>;
  settle(outcome: Outcome): void;
  redraw(title: string): void;
}

/**
 * The steps of a plan as a live list on a terminal (listr2). The plan runs elsewhere: this only looks on, so that
 * what is drawn never decides what happens. listr2 is loaded while the first step already runs.
 */
export function taskList(
  stream: NodeJS.WriteStream,
  note: (text: string) => void,
): PlanWatcher & { close(): Promise<void> } {
  let drawn = new Map<string, Drawn>();
  let drawing: Promise<void> = Promise.resolve();
  const notes: string[] = [];
  const said: string[] = [];
  let isDrawing = false;
  const settle = (id: string, outcome: Outcome) => drawn.get(id)?.settle(outcome);
  const close = async () => {
    for (const task of drawn.values()) task.settle("not begun");
    await drawing;
    isDrawing = false;
    for (const text of said.splice(0)) stream.write(`${text}\n`);
    for (const text of notes.splice(0)) note(text);
  };
  return {
    planned: (plan) => {
      if (plan.steps.length === 0) return;
      const before = close();
      const now = drawnOf(plan);
      drawn = now;
      drawing = before.then(() => {
        isDrawing = true;
        return draw(stream, [...now.values()]);
      });
    },
    started: (step) => drawn.get(step.id)?.redraw(step.title),
    progressed: (step, text) => drawn.get(step.id)?.redraw(`${step.title}: ${text}`),
    said: (step, text) => {
      drawn.get(step.id)?.redraw(`${step.title}: ${text}`);
      said.push(outputLine(step.id, text));
    },
    ended: (step, ms) => {
      drawn.get(step.id)?.redraw(`${step.title} (${seconds(ms)})`);
      settle(step.id, "done");
    },
    failed: (step) => settle(step.id, "failed"),
    stopped: (step) => {
      drawn.get(step.id)?.redraw(`${step.title}: stopped`);
      settle(step.id, "not begun");
    },
    noted: (text) => void (isDrawing ? notes.push(text) : note(text)),
    close,
  };
}

const drawnOf = (plan: Plan): Map<string, Drawn> =>
  new Map(plan.steps.map((step) => [step.id, newDrawn(`${step.title}: waiting`)]));

function newDrawn(title: string): Drawn {
  let settle: Drawn["settle"] = () => {};
  const outcome = new Promise<Outcome>((resolve) => {
    settle = resolve;
  });
  const drawn: Drawn = {
    title,
    outcome,
    settle,
    redraw: (text) => {
      drawn.title = text;
    },
  };
  return drawn;
}

async function draw(stream: NodeJS.WriteStream, all: readonly Drawn[]): Promise<void> {
  const { DefaultRenderer, Listr, ListrLogger, ProcessOutput } = await import("listr2");
  // Whether there is a terminal was decided by who chose this style; listr2 itself would look at standard output only.
  class TerminalList extends DefaultRenderer {
    static override nonTTY = true;
  }
  const logger = new ListrLogger({ processOutput: new ProcessOutput(stream, stream) });
  const tasks = all.map((drawn) => ({
    title: drawn.title,
    task: async (_context: unknown, task: { title: string; skip(): void }) => {
      task.title = drawn.title;
      drawn.redraw = (title) => {
        drawn.title = title;
        task.title = title;
      };
      const outcome = await drawn.outcome;
      if (outcome === "not begun") task.skip();
      if (outcome === "failed") throw new Error(drawn.title);
    },
  }));
  const list = new Listr(tasks, {
    concurrent: true,
    renderer: TerminalList,
    exitOnError: false,
    registerSignalListeners: false,
    rendererOptions: { logger, showErrorMessage: false, collapseErrors: true, showSkipMessage: false },
  });
  await list.run();
}
