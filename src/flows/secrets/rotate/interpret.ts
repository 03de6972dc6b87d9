import { isOnTheWayBack, mayBePromoted, type RotationJournal, type RotationStepId } from "../../../domain/rotation.ts";
import { endJournal, writeJournal } from "./journal.ts";
import type { RotationRun, RotationStep } from "./rotation-run.ts";
import { STEPS_AFTER } from "./steps-after.ts";
import { STEPS_BACK } from "./steps-back.ts";
import { STEPS_BEFORE } from "./steps-before.ts";

/** The rotation as a table: what is done, step by step. */
export const FORWARD: readonly RotationStep[] = [...STEPS_BEFORE, ...STEPS_AFTER];

/** How far a rotation came. */
export interface RotationEnd {
  readonly state: "done" | "waiting" | "rolled back";
  readonly journal: RotationJournal;
  readonly untilMs?: number;
}

/**
 * Does the steps from where the journal stands. Each is written down before it begins: one that was cut off is done again, and
 * doing it twice is as doing it once.
 */
export async function interpret(first: RotationRun): Promise<RotationEnd> {
  const { tools } = first.secrets;
  const steps = isOnTheWayBack(first.journal.step) ? STEPS_BACK : FORWARD;
  let run = first;
  for (let index = indexOf(steps, run.journal.step); index < steps.length; ) {
    const step = steps[index] as RotationStep;
    run.means.signal.throwIfAborted();
    const end = await step.run(run);
    run.means.say(`${step.id}: ${end.says}`);
    if (end.kind === "wait") return { state: "waiting", journal: run.journal, untilMs: end.untilMs };
    index = end.kind === "again" ? indexOf(steps, end.from) : index + 1;
    const next = steps[index]?.id;
    run = advanced(run, { step, end, next });
    if (next !== undefined) await writeJournal(tools, run.journal);
  }
  const state = steps === STEPS_BACK ? "rolled back" : "done";
  await endJournal(tools, run.journal, state);
  return { state, journal: run.journal };
}

const indexOf = (steps: readonly RotationStep[], id: RotationStepId): number => steps.findIndex((one) => one.id === id);

interface Advance {
  readonly step: RotationStep;
  readonly end: Exclude<Awaited<ReturnType<RotationStep["run"]>>, { kind: "wait" }>;
  readonly next: RotationStepId | undefined;
}

/** The run after a step. What was made and is stored by now is not carried on. */
function advanced(run: RotationRun, { step, end, next }: Advance): RotationRun {
  const { fresh: _, ...rest } = run;
  const { journal, secrets } = run;
  const facts = end.kind === "done" ? { ...journal.facts, ...end.facts } : journal.facts;
  const done = [...journal.done, { step: step.id, atMs: secrets.tools.world.clock.now(), says: end.says }];
  const fresh = end.kind === "done" && end.fresh ? { fresh: end.fresh } : {};
  return { ...rest, ...fresh, journal: { ...journal, facts, done, step: next ?? journal.step } };
}

/** The journal turned round: the way back from where it stands. */
export const turnedBack = (journal: RotationJournal): RotationJournal => ({
  ...journal,
  step: "still-good",
  facts: { ...journal.facts, ...(mayBePromoted(journal.step) && { mayBeCurrent: "yes" }) },
});
