import { AzureRefusal } from "../../../domain/azure.ts";
import type { Credential } from "../../../domain/credential.ts";
import type {
  FieldValues,
  PendingVersions,
  StoreChange,
  StoredVersion,
  StoreResult,
} from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { hiding } from "../hiding.ts";
import type { StoreTools } from "../store-tools.ts";
import { historyOf } from "./azure-history.ts";
import {
  absent,
  fieldsOfParts,
  heldParts,
  PROMOTED,
  partsOf,
  plainTags,
  revisionOf,
  tagsOfParts,
  tagsWith,
  versionOf,
} from "./azure-parts.ts";
import { type AzureSession, toldAs } from "./azure-session.ts";
import { setSecret } from "./azure-set.ts";
import { expiryOf, requireSize, writeAzure } from "./azure-write.ts";
import { fieldsOfObject, heldObject, textWith } from "./json-value.ts";

/**
 * What waits lies in a secret of its own beside the others, the fields that are to change as one JSON text. A disabled version would
 * not do: Key Vault answers whoever asks for a secret with its latest version, and refuses where that is disabled.
 */
const waitingName = (credential: Credential): string => `${partsOf(credential)[0]?.name ?? credential.id}-pending`;

type Within = <T>(act: (session: AzureSession) => Promise<T>) => Promise<T>;

/** Versions that wait in Key Vault. */
export function azurePending(tools: StoreTools, within: Within): PendingVersions {
  const resultOf = (credential: Credential, sent: FieldValues, act: (session: AzureSession) => Promise<StoreResult>) =>
    within((session) => act(session).catch(failed(session, credential, sent)));
  return {
    stage: (change) => resultOf(change.credential, change.fields, (session) => staged(tools, session, change)),
    look: (credential) => within((session) => waiting(session, credential)),
    promote: (credential, version) =>
      resultOf(credential, {}, (session) => promoted(tools, session, { credential, version })),
    drop: (credential) => within((session) => dropped(session, credential)),
    revert: (credential, version) =>
      resultOf(credential, {}, (session) => reverted(tools, session, { credential, version })),
    tag: (credential, tags) => within((session) => tagged(session, credential, tags)),
  };
}

function failed(session: AzureSession, { id }: Credential, sent: FieldValues) {
  return (cause: unknown): StoreResult => {
    const error = toldAs(cause, session, hiding(sent));
    if (error instanceof AvbError) return { id, outcome: "failed", error };
    throw error;
  };
}

interface Asked {
  readonly credential: Credential;
  readonly version: string;
}

async function staged(tools: StoreTools, session: AzureSession, change: StoreChange): Promise<StoreResult> {
  const { credential, fields, tags } = change;
  const name = waitingName(credential);
  const text = textWith({}, fields);
  requireSize(change, text, "the JSON text");
  const held = await session.azure.value(name).catch(absent);
  const revision = held === undefined ? 1 : revisionOf(held) + 1;
  const more = { tags: tagsWith(tags, revision), ...expiryOf(change) };
  const { version } = await setSecret(tools, session, { name, text, contentType: "application/json", ...more });
  return { id: credential.id, outcome: "written", version };
}

/** The fields that are to change, among those that are not. */
async function waiting(session: AzureSession, credential: Credential): Promise<StoredVersion | undefined> {
  const held = await session.azure.value(waitingName(credential)).catch(absent);
  if (held === undefined) return undefined;
  const current = fieldsOfParts(credential, await heldParts(session, credential));
  const fields = fieldsOfObject(credential, heldObject(credential, held.text) ?? {});
  return { version: held.version, storedAtMs: held.createdAtMs, fields: { ...current, ...fields } };
}

/** Every step can be done again: fields that are current already are not written, and what is gone already is not taken away. */
async function promoted(
  tools: StoreTools,
  session: AzureSession,
  { credential, version }: Asked,
): Promise<StoreResult> {
  const { id } = credential;
  const held = await session.azure.value(waitingName(credential)).catch(absent);
  const current = await heldParts(session, credential);
  const isDone = [...current.values()].some(({ tags }) => tags[PROMOTED] === version);
  if (held?.version !== version) {
    if (isDone) return { id, outcome: "same", version: versionOf(credential, current) };
    throw AvbError.of("STORE_VERSION_GONE", { id, version, store: "azure" });
  }
  const fields = fieldsOfObject(credential, heldObject(credential, held.text) ?? {});
  const tags = { ...plainTags(tagsOfParts(current)), ...plainTags(held.tags), [PROMOTED]: version };
  const result = await one(writeAzure(tools, session, [{ credential, fields, tags }]));
  if (result.error === undefined) await dropped(session, credential);
  return result;
}

async function dropped({ azure }: AzureSession, credential: Credential): Promise<void> {
  await azure.remove(waitingName(credential)).catch((error: unknown) => {
    if (!(error instanceof AzureRefusal) || error.kind !== "absent") throw error;
  });
}

/** Key Vault has no pointer to a current version: the earlier one is written once more. */
async function reverted(
  tools: StoreTools,
  session: AzureSession,
  { credential, version }: Asked,
): Promise<StoreResult> {
  const { id } = credential;
  const found = (await historyOf(session, credential)).find((one) => one.version === version);
  if (found === undefined) throw AvbError.of("STORE_VERSION_GONE", { id, version, store: "azure" });
  const tags = plainTags(tagsOfParts(await heldParts(session, credential)));
  return one(writeAzure(tools, session, [{ credential, fields: found.fields, tags }]));
}

async function tagged(session: AzureSession, credential: Credential, tags: StoreChange["tags"]): Promise<void> {
  for (const [name, held] of await heldParts(session, credential)) {
    const all = tagsWith({ ...held.tags, ...tags }, revisionOf(held));
    await session.azure.describe(name, held.version, { tags: all, ...expiryOf({ tags }) });
  }
}

async function one(results: Promise<readonly StoreResult[]>): Promise<StoreResult> {
  const [result] = await results;
  if (result === undefined) throw new Error("a change has a result");
  return result;
}
