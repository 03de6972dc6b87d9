import { AvbError } from "../../../domain/errors/avb-error.ts";
import { isOnTheWayBack, type RotateResult, type RotationJournal } from "../../../domain/rotation.ts";
import { findHere } from "../known-credentials.ts";
import type { Secrets } from "../open-secrets.ts";
import { FORWARD, interpret, type RotationEnd, turnedBack } from "./interpret.ts";
import { beginJournal, openError, readJournal, rotatingAlone, writeJournal } from "./journal.ts";
import { newJournal, type RotateRequest, runOf } from "./open-rotation.ts";
import { commandOf, type RotationRun } from "./rotation-run.ts";
import { STEPS_BACK } from "./steps-back.ts";

/** What a rotation would do; nothing is asked of anybody but the configuration. */
export async function planRotation(secrets: Secrets, request: RotateRequest): Promise<RotateResult> {
  const run = await runOf(secrets, request, newJournal(secrets, request));
  const steps = FORWARD.map((step) => ({ step: step.id, says: step.title(run) }));
  return { ...aboutOf(run), state: "planned", steps };
}

/** Begins a rotation, goes on with one, or gives one up. */
export function rotate(secrets: Secrets, request: RotateRequest): Promise<RotateResult> {
  const { id } = findHere(secrets.all, request.id, secrets.tools.environment);
  return rotatingAlone(secrets.tools, id, async () => {
    const journal = await readJournal(secrets.tools, id);
    if (request.wish === "begin") return begun(secrets, request, journal);
    if (journal !== undefined) return goneOn(secrets, request, journal);
    if (request.wish === "rollback") return swept(secrets, request);
    const command = commandOf({ id, environment: secrets.tools.environment, store: request.store });
    throw AvbError.of("ROTATION_NONE", { id, environment: secrets.tools.environment, command });
  });
}

/** The first step changes nothing: only what passes it gets a journal. */
async function begun(secrets: Secrets, request: RotateRequest, journal: RotationJournal | undefined) {
  if (journal !== undefined) throw openError(journal);
  const run = await runOf(secrets, request, newJournal(secrets, request));
  const [precheck, issue] = FORWARD;
  const end = await precheck?.run(run);
  if (end?.kind !== "done" || issue === undefined) throw new Error("a rotation begins with a look");
  request.means.say(`precheck: ${end.says}`);
  const done = [{ step: "precheck", atMs: secrets.tools.world.clock.now(), says: end.says }];
  const begins = { ...run.journal, step: issue.id, facts: { ...run.journal.facts, ...end.facts }, done };
  await beginJournal(secrets.tools, begins);
  return resultOf(run, await interpret({ ...run, journal: begins }));
}

async function goneOn(secrets: Secrets, request: RotateRequest, journal: RotationJournal): Promise<RotateResult> {
  const isBack = isOnTheWayBack(journal.step);
  const guided = journal.facts.guided === "yes" || request.guided;
  const isTurned = request.wish === "rollback" && !isBack;
  if (isTurned && ["dead", "tag"].includes(journal.step)) throw pastError(journal);
  const run = await runOf(secrets, { ...request, store: journal.store, guided }, journal);
  return resultOf(run, await interpret(isTurned ? await turned(run) : run));
}

/** The first step back changes nothing: a rotation that it refuses to take back still goes on forward. */
async function turned(run: RotationRun): Promise<RotationRun> {
  const journal = turnedBack(run.journal);
  const [stillGood, next] = STEPS_BACK;
  const end = await stillGood?.run({ ...run, journal });
  if (end === undefined || next === undefined) throw new Error("the way back begins with a look");
  run.means.say(`${stillGood?.id}: ${end.says}`);
  const stands = { ...journal, step: next.id };
  await writeJournal(run.secrets.tools, stands);
  return { ...run, journal: stands };
}

const pastError = (journal: RotationJournal) =>
  AvbError.of("ROTATION_PAST", { id: journal.id, why: "it was revoked", command: commandOf(journal) });

/** A version that waits and belongs to no rotation of this checkout is taken away. */
async function swept(secrets: Secrets, request: RotateRequest): Promise<RotateResult> {
  const run = await runOf(secrets, request, newJournal(secrets, request));
  if ((await run.store.pending.look(run.credential)) === undefined)
    return { ...aboutOf(run), state: "nothing", steps: [] };
  await run.store.pending.drop(run.credential);
  return { ...aboutOf(run), state: "rolled back", steps: [{ step: "revert", says: "what waited is gone" }] };
}

const aboutOf = ({ credential: { id }, secrets, store, way, journal }: RotationRun) => ({
  ...{ id, environment: secrets.tools.environment, store: store.facts.id, way: way.kind, rotation: journal.rotation },
});

const resultOf = (run: RotationRun, { state, journal, untilMs }: RotationEnd): RotateResult => ({
  ...{ ...aboutOf(run), state, steps: journal.done.map(({ step, says }) => ({ step, says })) },
  ...(untilMs !== undefined && { until: new Date(untilMs).toISOString() }),
});
