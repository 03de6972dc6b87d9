import type { Environment } from "../../../domain/credential.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { isRotationJournal, type RotationJournal } from "../../../domain/rotation.ts";
import { readJson } from "../../../domain/shape.ts";
import { type HeldLock, takeLock } from "../../lock.ts";
import type { StoreTools } from "../store-tools.ts";
import { commandOf } from "./rotation-run.ts";

/** The folder of the journals of a checkout's rotations. */
const folderOf = ({ stateRoot, checkout }: StoreTools): string => `${stateRoot}/credentials/${checkout.id}/rotations`;

/** Where the journal of a credential is: one for each credential and environment, whatever the store. */
const pathOf = (tools: StoreTools, id: string): string => `${folderOf(tools)}/${tools.environment}.${id}.json`;

/** The rotation that is under way; undefined where none is. STATE_CORRUPT for a file that is no journal. */
export async function readJournal(tools: StoreTools, id: string): Promise<RotationJournal | undefined> {
  const path = pathOf(tools, id);
  const text = await tools.world.files.read(path);
  if (text === undefined) return undefined;
  const journal = readJson(text, isRotationJournal);
  if (journal?.id !== id || journal.environment !== tools.environment)
    throw AvbError.of("STATE_CORRUPT", { path, why: "it is not the journal of this rotation" });
  return journal;
}

/** Begins a journal; ROTATION_OPEN (11) where there is one. */
export async function beginJournal(tools: StoreTools, journal: RotationJournal): Promise<void> {
  if (await tools.world.files.create(pathOf(tools, journal.id), textOf(journal))) return;
  throw openError((await readJournal(tools, journal.id)) ?? journal);
}

/** The error of whoever begins a rotation while another one is under way. */
export const openError = (journal: RotationJournal): AvbError =>
  AvbError.of("ROTATION_OPEN", {
    ...{ id: journal.id, environment: journal.environment, store: journal.store, step: journal.step },
    ...{ began: new Date(journal.beganAtMs).toISOString(), command: commandOf(journal) },
  });

/** Puts the journal's next state in the place of the one before, whole. */
export const writeJournal = ({ world, ...tools }: StoreTools, journal: RotationJournal): Promise<void> =>
  world.files.write(pathOf({ world, ...tools }, journal.id), textOf(journal));

/** Keeps what was done as a line, then takes the journal away. A line that is there already is not written again. */
export async function endJournal(tools: StoreTools, journal: RotationJournal, outcome: string): Promise<void> {
  const { world } = tools;
  const log = `${folderOf(tools)}/ended.jsonl`;
  const { facts: _, ...kept } = journal;
  if (!(await world.files.read(log))?.includes(`"${journal.rotation}"`))
    await world.files.append(log, `${JSON.stringify({ ...kept, outcome, endedAtMs: world.clock.now() })}\n`);
  await world.files.remove(pathOf(tools, journal.id));
}

const textOf = (journal: RotationJournal): string => `${JSON.stringify(journal, null, 1)}\n`;

/** Does something as the only process that rotates this credential; ROTATION_BUSY (11) names the other one. */
export async function rotatingAlone<T>(tools: StoreTools, id: string, act: () => Promise<T>): Promise<T> {
  const lock = await take(tools, id);
  try {
    return await act();
  } finally {
    await lock.release();
  }
}

async function take(tools: StoreTools, id: string): Promise<HeldLock> {
  const { world, checkout, command, environment } = tools;
  const state = { ...checkout.state, directory: folderOf(tools), lock: `${pathOf(tools, id)}.lock` };
  try {
    return await takeLock(world, { ...checkout, state }, command);
  } catch (error) {
    if (!(error instanceof AvbError) || error.code !== "LOCK_BUSY") throw error;
    const { command: other = "", pid = "" } = error.facts;
    throw AvbError.of("ROTATION_BUSY", { id, environment: environment satisfies Environment, command: other, pid });
  }
}
