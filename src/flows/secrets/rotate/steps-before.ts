import { tagsOf } from "../../../credentials/tags.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { mustBeTellable } from "./consumers.ts";
import { commandOf, done, type Judgement, type RotationRun, type RotationStep, type StepEnd } from "./rotation-run.ts";
import { currentValues, printOf } from "./values-of.ts";

/** Pauses between questions about a key that was just made (ms): vendors take a moment to know it. */
const PATIENCE_MS = [500, 1000, 2000, 4000, 8000];

/** The steps until the new version is the current one. Nobody but avb sees the new value before. */
export const STEPS_BEFORE: readonly RotationStep[] = [
  {
    id: "precheck",
    title: ({ credential: { id } }) => `see that the old value of ${id} is good, and who uses it`,
    run: precheck,
  },
  { id: "issue", title: ({ way }) => way.plan.issue, run: issue },
  { id: "stage", title: () => "put it beside the current one, where nobody reads it", run: stage },
  { id: "verify", title: () => "see that the new one is taken", run: verify },
  { id: "promote", title: () => "make it the current one; the old one stays in the history", run: promote },
];

async function precheck(run: RotationRun): Promise<StepEnd> {
  const { store, credential, way, journal } = run;
  const { id } = credential;
  const old = await currentValues(run);
  if ((await store.pending.look(credential)) !== undefined)
    throw AvbError.of("ROTATION_WAITING", { id, store: store.facts.id, command: commandOf(journal) });
  const { state, says, lacks = [] } = await way.judge(run, old.fields);
  if (state === "unknown") throw notAsked(run, "the old value", says);
  const facts = {
    ...(await way.prepare(run, old.fields)),
    ...{ oldVersion: old.version, oldPrint: printOf(run, old.fields), oldLacks: lacks.join(" ") },
    ...(state === "bad" && { oldDead: "yes" }),
  };
  await mustBeTellable(run);
  return done(state === "bad" ? `the old one is void already: it ${says}` : `the old one ${says}`, facts);
}

/** A value that waits already, and is this rotation's, is not made again. */
async function issue(run: RotationRun): Promise<StepEnd> {
  const waiting = await run.store.pending.look(run.credential);
  if (waiting !== undefined && printOf(run, waiting.fields) === run.journal.facts.newPrint)
    return done("it is made already");
  const { fields, facts } = await run.way.issue(run);
  const held = (await currentValues(run)).fields;
  if (printOf(run, { ...held, ...fields }) === run.journal.facts.oldPrint)
    throw AvbError.of("ROTATION_SAME", { id: run.credential.id, command: commandOf(run.journal) });
  const newPrint = printOf(run, { ...held, ...fields });
  return { kind: "done", says: `made, fingerprint ${newPrint}`, facts: { ...facts, newPrint }, fresh: fields };
}

async function stage({ store, credential, fresh, journal, ...run }: RotationRun): Promise<StepEnd> {
  const waiting = await store.pending.look(credential);
  const isOurs = waiting !== undefined && printOf(run, waiting.fields) === journal.facts.newPrint;
  if (isOurs) return done("it waits already", { pendingVersion: waiting.version });
  if (fresh === undefined) return { kind: "again", from: "issue", says: "it was lost before it was stored" };
  const { tags: before } = await currentValues({ store, credential, ...run });
  const tags = { ...before, ...tagsOf(credential, run.secrets.tools.world.clock.now()) };
  const { version = "", error } = await store.pending.stage({ credential, fields: fresh, tags });
  if (error !== undefined) throw error;
  return done(`waits in ${store.facts.id} as ${version}`, { pendingVersion: version });
}

async function verify(run: RotationRun): Promise<StepEnd> {
  const { store, credential, way, journal } = run;
  const waiting = await store.pending.look(credential);
  if (waiting === undefined) return { kind: "again", from: "issue", says: "it does not wait in the store any more" };
  const judged = await patiently(
    run,
    (one) => one.state === "good" || one.state === "unasked",
    () => way.judge(run, waiting.fields),
  );
  if (judged.state === "unknown") throw notAsked(run, "the new value", judged.says);
  const before = (journal.facts.oldLacks ?? "").split(" ");
  const lost = (judged.lacks ?? []).filter((one) => !before.includes(one));
  if (judged.state === "bad" || lost.length > 0)
    throw AvbError.of("ROTATION_NEW_REFUSED", { id: credential.id, says: judged.says, command: commandOf(journal) });
  return done(`the new one ${judged.says}`);
}

async function promote({ store, credential, journal }: RotationRun): Promise<StepEnd> {
  const { version = "", error } = await store.pending.promote(credential, journal.facts.pendingVersion ?? "");
  if (error !== undefined) throw error;
  return done(`current as ${version}`, { newVersion: version });
}

/** Asks again, longer apart each time, until the answer is the one that is hoped for. */
export async function patiently(
  { secrets: { tools }, means: { signal } }: RotationRun,
  isHoped: (one: Judgement) => boolean,
  ask: () => Promise<Judgement>,
): Promise<Judgement> {
  for (const pause of PATIENCE_MS) {
    const judged = await ask();
    if (isHoped(judged)) return judged;
    await tools.world.clock.sleep(pause, signal);
  }
  return ask();
}

/** ROTATION_NOT_ASKED (8): nothing is known of a value, so nothing is done with it. */
export const notAsked = ({ credential, journal }: RotationRun, which: string, says: string): AvbError =>
  AvbError.of("ROTATION_NOT_ASKED", { who: credential.title, which, says, command: commandOf(journal) });
