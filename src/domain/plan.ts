import type { World } from "./world.ts";

/** What a step may say while it runs. */
export interface Report {
  /** A short line of progress, replaced by the next one. */
  progress(text: string): void;
  /** A line that stays: what a program wrote that the step runs. */
  say(text: string): void;
}

/** One thing a plan will do. Steps run as soon as all they come after are done. */
export interface Step {
  readonly id: string;
  /** Imperative sentence without a full stop: "start the sandbox server". */
  readonly title: string;
  /** The observed fact that makes the step needed: "it is not running". */
  readonly because: string;
  /** Ids of steps that must be done first; one that is not in the plan counts as done. */
  readonly after: readonly string[];
  /** How long it takes is the network's or the builder's matter: the time of `up` stands still meanwhile. */
  readonly isUntimed?: true;
  run(world: World, report: Report, signal: AbortSignal): Promise<void>;
}

/** Everything that will happen, printable before it does. A healthy stack plans zero steps. */
export interface Plan {
  readonly steps: readonly Step[];
}

/** A step as data: what `--plan --json` and the progress events carry. */
export interface StepFacts {
  readonly id: string;
  readonly title: string;
  readonly because: string;
  readonly after: readonly string[];
}

/** When a finished step began, counted from the run's begin, and how long it took. */
export interface StepTiming {
  readonly id: string;
  readonly startMs: number;
  readonly ms: number;
}

/** Looks on while a plan runs: draws it, or writes it down. */
export interface PlanWatcher {
  planned(plan: Plan): void;
  started(step: Step): void;
  progressed(step: Step, text: string): void;
  said(step: Step, text: string): void;
  ended(step: Step, ms: number): void;
  failed(step: Step, ms: number, error: unknown): void;
  /** It gave up because the run was told to stop: no failure of its own. */
  stopped(step: Step, ms: number): void;
  /** Something that no step tells: a lock taken over, a port that moved. */
  noted(text: string): void;
}

/** The steps of a plan without what they do. */
export function stepFacts(plan: Plan): readonly StepFacts[] {
  const known = new Set(plan.steps.map((step) => step.id));
  return plan.steps.map(({ id, title, because, after }) => ({
    id,
    title,
    because,
    after: after.filter((other) => known.has(other)),
  }));
}

/** The plan as text, one line a step: what `--plan` prints and tests compare. */
export function describePlan(plan: Plan): string {
  if (plan.steps.length === 0) return "nothing to do";
  return stepFacts(plan)
    .map(
      ({ id, title, because, after }) =>
        `${id}: ${title} (${because})${after.length > 0 ? ` after ${after.join(", ")}` : ""}`,
    )
    .join("\n");
}
