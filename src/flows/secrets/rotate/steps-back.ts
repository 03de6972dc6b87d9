import { AvbError } from "../../../domain/errors/avb-error.ts";
import { awaitHealth, tellAll } from "./consumers.ts";
import { commandOf, done, type RotationRun, type RotationStep, type StepEnd } from "./rotation-run.ts";
import { notAsked } from "./steps-before.ts";
import { oldValues } from "./values-of.ts";

/** The way back. The new value is made void last: until then two hold. */
export const STEPS_BACK: readonly RotationStep[] = [
  { id: "still-good", title: () => "see that the old one is still good", run: stillGood },
  { id: "revert", title: () => "make the old one current again", run: revert },
  { id: "tell-back", title: () => "tell who uses it", run: tellBack },
  { id: "health-back", title: () => "see that they are well", run: healthBack },
  { id: "withdraw", title: () => "make the new one void", run: withdraw },
];

/** Only where something may have got the new one does the old one have to be asked about. */
async function stillGood(run: RotationRun): Promise<StepEnd> {
  const { credential, journal, way } = run;
  if (!journal.facts.mayBeCurrent) return done("it is current still");
  const { id } = credential;
  const past = (why: string) => AvbError.of("ROTATION_PAST", { id, why, command: commandOf(journal) });
  const old = await oldValues(run);
  if (old === undefined) throw past("the store has it no more");
  const { state, says } = await way.judge(run, old);
  if (state === "unknown") throw notAsked(run, "the old value", says);
  if (state === "bad") throw past(says);
  return done(`the old one ${says}`);
}

async function revert({ store, credential, journal }: RotationRun): Promise<StepEnd> {
  const { mayBeCurrent, oldVersion = "" } = journal.facts;
  await store.pending.drop(credential);
  if (!mayBeCurrent) return done("what waited is gone");
  const { error, version = "" } = await store.pending.revert(credential, oldVersion);
  if (error !== undefined) throw error;
  return done(`current as ${version}`);
}

async function tellBack(run: RotationRun): Promise<StepEnd> {
  if (!run.journal.facts.mayBeCurrent) return done("nobody had it");
  await tellAll(run);
  return done("told");
}

async function healthBack(run: RotationRun): Promise<StepEnd> {
  if (run.journal.facts.mayBeCurrent) await awaitHealth(run);
  return done("well");
}

async function withdraw(run: RotationRun): Promise<StepEnd> {
  return done(await run.way.withdraw(run));
}
