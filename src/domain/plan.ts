import type { World } from "./world.ts";

/** What a step may say while it runs. */
export interface Report {
  /** A short line of progress, replaced by the next one. */
  progress(text: string): void;
}

/** One thing a plan will do. Steps run as soon as all they come after are done. */
export interface Step {
  readonly id: string;
  /** Imperative sentence without a full stop: "start the sandbox server". */
  readonly title: string;
  /** The observed fact that makes the step needed: "it is not running". */
  readonly because: string;
  readonly after: readonly string[];
  run(world: World, report: Report, signal: AbortSignal): Promise<void>;
}

/** Everything that will happen, printable before it does. A healthy stack plans zero steps. */
export interface Plan {
  readonly steps: readonly Step[];
}

/** How long a finished step took. */
export interface StepTiming {
  readonly id: string;
  readonly ms: number;
}

/** Runs every step in the order of the graph; the first failure stops what has not begun. */
export type RunPlan = (plan: Plan, world: World, signal: AbortSignal) => Promise<readonly StepTiming[]>;

/** The plan as text, one line a step: what `--plan` prints and tests compare. */
export function describePlan(plan: Plan): string {
  if (plan.steps.length === 0) return "nothing to do";
  return plan.steps
    .map(
      (step) =>
        `${step.id}: ${step.title} (${step.because})${step.after.length > 0 ? ` after ${step.after.join(", ")}` : ""}`,
    )
    .join("\n");
}
