import { vaultPathOf, vaultPendingPathOf } from "../../../credentials/places.ts";
import type { Credential } from "../../../domain/credential.ts";
import type { PendingVersions, StoreChange, StoredVersion, StoreResult } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import type { StoreTools } from "../store-tools.ts";
import { fieldsOfObject, holds, textWith } from "./json-value.ts";
import { readVaultSecret, type VaultSecret } from "./vault-secret.ts";
import { type VaultSession, vaultTold } from "./vault-session.ts";
import { aloneInVault, note, requireSize, writeVersion } from "./vault-write.ts";

/** The field, and the note on the current version, that names a version which waits or waited. */
const STAGED = "avb-staged";

type Within = <T>(act: (session: VaultSession) => Promise<T>) => Promise<T>;

/**
 * In a kv engine the newest version is always the current one, so what waits is a secret of its own, in a folder that readers
 * of the others have no right to. It holds the fields that are to be set alone: what others write meanwhile is kept.
 */
export function vaultPending(tools: StoreTools, within: Within): PendingVersions {
  const on = (credential: Credential): Promoting => ({
    ...{ tools, credential, path: vaultPathOf(credential, tools.environment) },
    waiting: vaultPendingPathOf(credential, tools.environment),
  });
  const resultOf = (credential: Credential, act: (session: VaultSession, one: Promoting) => Promise<Outcome>) =>
    within(async (session): Promise<StoreResult> => {
      const { id } = credential;
      try {
        return { id, ...(await aloneInVault(tools, () => act(session, on(credential)), `${session.mount}/${id}`)) };
      } catch (cause) {
        const error = vaultTold(cause, session.place);
        if (error instanceof AvbError) return { id, outcome: "failed", error };
        throw error;
      }
    });
  return {
    stage: (change) => resultOf(change.credential, (session, one) => staged(session, one, change)),
    look: (credential) => within((session) => waitingIn(session, on(credential))),
    promote: (credential, version) => resultOf(credential, (session, one) => promoted(session, one, version)),
    drop: (credential) => within((session) => forgotten(session, on(credential))),
    revert: (credential, version) => resultOf(credential, (session, one) => reverted(session, one, version)),
    tag: (credential, tags) =>
      within(async (session) => {
        const { path } = on(credential);
        await note(session, path, await readVaultSecret(session.api, { mount: session.mount, path }), tags);
      }),
  };
}

interface Promoting {
  readonly tools: StoreTools;
  readonly credential: Credential;
  readonly path: string;
  /** Where what waits lies. */
  readonly waiting: string;
}

type Outcome = Pick<StoreResult, "outcome" | "version">;

const read = ({ api, mount }: VaultSession, path: string, version?: number): Promise<VaultSecret> =>
  readVaultSecret(api, { mount, path, ...(version !== undefined && { version }) });

async function staged(session: VaultSession, { tools, credential, waiting }: Promoting, change: StoreChange) {
  const version = tools.world.random.uuid();
  const text = textWith({ [STAGED]: version }, change.fields);
  requireSize(credential.id, text);
  const { version: after } = await read(session, waiting);
  await writeVersion(session, { path: waiting, data: JSON.parse(text), after });
  return { outcome: "written", version } as const;
}

/** As the credential will be: what is current, with the waiting fields in it. */
async function waitingIn(session: VaultSession, one: Promoting): Promise<StoredVersion | undefined> {
  const [waits, current] = await Promise.all([read(session, one.waiting), read(session, one.path)]);
  if (waits.state !== "present") return undefined;
  const fields = fieldsOfObject(one.credential, { ...current.object, ...waits.object });
  return { version: String(waits.object[STAGED]), storedAtMs: waits.storedAtMs, fields };
}

/** The value first, then the note of what it was, then the waiting secret goes: after each of them it can be done again. */
async function promoted(session: VaultSession, one: Promoting, version: string): Promise<Outcome> {
  const [waits, current] = await Promise.all([read(session, one.waiting), read(session, one.path)]);
  if (waits.state !== "present" || waits.object[STAGED] !== version) {
    if (current.notes[STAGED] === `${version} ${current.version}`)
      return { outcome: "same", version: String(current.version) };
    throw gone(one.credential, version);
  }
  const fields = fieldsOfObject(one.credential, waits.object);
  const isThere = current.state === "present" && holds(current.object, fields);
  const text = textWith(current.object, fields);
  requireSize(one.credential.id, text);
  const now = isThere
    ? String(current.version)
    : await writeVersion(session, { path: one.path, data: JSON.parse(text), after: current.version });
  await note(session, one.path, current, { [STAGED]: `${version} ${now}` });
  await forgotten(session, one);
  return { outcome: isThere ? "same" : "written", version: now };
}

/** With all its versions: nothing of a value that was given up stays. */
const forgotten = ({ api, mount }: VaultSession, { waiting }: Promoting): Promise<void> =>
  api.remove(`${mount}/metadata/${waiting}`);

async function reverted(session: VaultSession, { credential, path }: Promoting, version: string): Promise<Outcome> {
  const number = /^\d{1,9}$/.test(version) ? Number(version) : undefined;
  if (number === undefined) throw gone(credential, version);
  const [wanted, current] = await Promise.all([read(session, path, number), read(session, path)]);
  if (wanted.state !== "present") throw gone(credential, version);
  if (current.state === "present" && JSON.stringify(wanted.object) === JSON.stringify(current.object))
    return { outcome: "same", version: String(current.version) };
  const now = await writeVersion(session, { path, data: wanted.object, after: current.version });
  return { outcome: "written", version: now };
}

const gone = ({ id }: Credential, version: string) =>
  AvbError.of("STORE_VERSION_GONE", { id, version, store: "vault" });
