import { vaultPathOf } from "../../../credentials/places.ts";
import { vaultTags } from "../../../credentials/tags.ts";
import type { StoreChange, StoreResult } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { patiently } from "../../../domain/retry.ts";
import { isRecord } from "../../../services/vault/document-fields.ts";
import { VaultRefusal } from "../../../services/vault/vault-refusal.ts";
import type { StoreTools } from "../store-tools.ts";
import { type HeldObject, holds, textWith } from "./json-value.ts";
import { untilAlone } from "./until-alone.ts";
import { readVaultSecret, type VaultSecret } from "./vault-secret.ts";
import { type VaultSession, vaultTold } from "./vault-session.ts";
import { type Outcome, writeEach } from "./write-each.ts";

/** Tries, when Vault asks for fewer requests or does not answer. */
const ATTEMPTS = 6;
const FIRST_WAIT_MS = 150;
/** Bytes of a secret as JSON: Vault's integrated storage takes entries of 1 MiB, and a part of that is Vault's own. */
export const MOST_BYTES = 1_000_000;
/** What avb notes beside the tags begins so. */
const OWN_NOTE = /^avb-/;

/** The tags among a secret's custom metadata. */
export const tagsIn = (notes: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(notes).filter(([name]) => !OWN_NOTE.test(name)));

/** Writes each on its own, the result of each in their order; one that is refused stops no other. */
export function writeVault(
  tools: StoreTools,
  session: VaultSession,
  changes: readonly StoreChange[],
): Promise<readonly StoreResult[]> {
  return writeEach(changes, {
    write: (change) =>
      putFields(tools, session, { ...change, path: vaultPathOf(change.credential, tools.environment) }),
    told: (cause) => vaultTold(cause, session.place),
  });
}

/** Fields that are to be set in the secret at a path below the mount. */
interface VaultPut extends StoreChange {
  readonly path: string;
}

/** Sets fields and leaves the others. */
const putFields = (tools: StoreTools, session: VaultSession, put: VaultPut): Promise<Outcome> =>
  aloneInVault(tools, () => putOnce(session, put), `${session.mount}/${put.path}`);

/** Does something again where others write between its reading and its writing, and where Vault asks for patience. STORE_CONTENDED (10). */
export function aloneInVault<T>(tools: StoreTools, act: () => Promise<T>, name: string): Promise<T> {
  const { clock, random } = tools.world;
  const passes = (error: unknown) => error instanceof VaultRefusal && error.passes;
  const isMoved = (error: unknown) => error instanceof VaultRefusal && error.kind === "moved";
  const patience = { clock, random, attempts: ATTEMPTS, firstMs: FIRST_WAIT_MS, passes };
  return untilAlone(tools, { store: "vault", name, isMoved }, () => patiently(act, patience));
}

/** Reads, sets the fields, and puts that in place of what was read and of nothing else. What was removed is not taken over. */
async function putOnce(session: VaultSession, { credential: { id }, fields, tags, path }: VaultPut): Promise<Outcome> {
  const { api, mount } = session;
  const held = await readVaultSecret(api, { mount, path });
  if (held.state === "present" && holds(held.object, fields)) {
    if (Object.keys(tags).some((name) => held.notes[name] === undefined)) await note(session, path, held, tags);
    return { outcome: "same", version: String(held.version) };
  }
  const text = textWith(held.object, fields);
  requireSize(id, text);
  const data: HeldObject = JSON.parse(text);
  const version = await writeVersion(session, { path, data, after: held.version });
  if (Object.keys(tags).length > 0) await note(session, path, held, tags);
  return { outcome: "written", version };
}

/** A new version after the one of that number, and after no other; returns its own. */
export async function writeVersion(
  { api, mount }: VaultSession,
  { path, data, after }: { readonly path: string; readonly data: HeldObject; readonly after: number },
): Promise<string> {
  const answer = await api.write(`${mount}/data/${path}`, { options: { cas: after }, data });
  return String(isRecord(answer.data) ? answer.data.version : "");
}

/** Adds to a secret's custom metadata; what others noted there stays. */
export async function note(
  { api, mount }: VaultSession,
  path: string,
  { notes }: Pick<VaultSecret, "notes">,
  more: Readonly<Record<string, string>>,
): Promise<void> {
  await api.write(`${mount}/metadata/${path}`, { custom_metadata: { ...notes, ...vaultTags(more) } });
}

/** Vault writes JSON as Go does, with six characters for each of these. */
const LONG_IN_GO = /[<>&\u2028\u2029]/g;

/** STORE_VALUE_TOO_LARGE (3) for a text that Vault would not take, before it is sent. */
export function requireSize(id: string, text: string): void {
  const bytes = new TextEncoder().encode(text.replace(LONG_IN_GO, "\\u0000")).length;
  if (bytes <= MOST_BYTES) return;
  const sizes = { bytes: String(bytes), limit: String(MOST_BYTES) };
  throw AvbError.of("STORE_VALUE_TOO_LARGE", { id, field: "the JSON text", store: "the store vault", ...sizes });
}
