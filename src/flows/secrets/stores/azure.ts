import type { Credential } from "../../../domain/credential.ts";
import type { CredentialStore, StoreFacts, StoreLook } from "../../../domain/credential-store.ts";
import { atATime } from "../at-a-time.ts";
import type { StoreTools } from "../store-tools.ts";
import { historyOf } from "./azure-history.ts";
import { byAge, fieldsOfParts, heldParts, partsOf, plainTags, tagsOfParts, versionOf } from "./azure-parts.ts";
import { azurePending } from "./azure-pending.ts";
import { type AzureSession, azureVaultUrl, openAzure, toldAs } from "./azure-session.ts";
import { MOST_BYTES, writeAzure } from "./azure-write.ts";

/** Credentials that are looked for at the same time. */
const AT_ONCE = 32;

/** Azure Key Vault: every credential a secret for each field, or one for all. How long a removed one can be recovered, the vault says. */
export const AZURE_FACTS: StoreFacts = {
  ...{ id: "azure", title: "Azure Key Vault", writable: true, local: false },
  ...{ mostBytes: MOST_BYTES, mostBytesTogether: MOST_BYTES },
};

/** The vault that its variables name; which tenant it belongs to is asked with the first question. */
export function azureStore(tools: StoreTools): CredentialStore {
  let opened: Promise<AzureSession> | undefined;
  const within = async <T>(act: (session: AzureSession) => Promise<T>): Promise<T> => {
    opened ??= openAzure(tools);
    const session = await opened;
    return act(session).catch((error: unknown) => {
      throw toldAs(error, session);
    });
  };
  return {
    facts: AZURE_FACTS,
    where: azureVaultUrl(tools) ?? "no vault is named (AZURE_KEYVAULT_URL)",
    pending: azurePending(tools, within),
    look: (credentials) =>
      within(async (session) => {
        const looks = await atATime(
          credentials,
          AT_ONCE,
          async (one): Promise<readonly [string, StoreLook]> => [one.id, await lookAt(session, one)],
        );
        return new Map(looks);
      }),
    write: (changes) => within((session) => writeAzure(tools, session, changes)),
    remove: (credential) => within((session) => removed(session, credential)),
    restore: (credential) => within((session) => restored(session, credential)),
    history: (credential) => within((session) => historyOf(session, credential)),
  };
}

async function lookAt(session: AzureSession, credential: Credential): Promise<StoreLook> {
  const held = await heldParts(session, credential);
  const newest = [...held.values()].toSorted(byAge);
  const last = newest.at(-1);
  if (last === undefined) {
    const until = await removedUntil(session, credential);
    return until.length === 0 ? { state: "absent" } : { state: "removed", untilMs: Math.min(...until) };
  }
  const found = {
    fields: fieldsOfParts(credential, held),
    version: versionOf(credential, held),
    storedAtMs: last.createdAtMs,
    tags: plainTags(tagsOfParts(held)),
  };
  return { state: "present", found };
}

/** When each of a credential's deleted secrets goes for good. */
async function removedUntil({ azure }: AzureSession, credential: Credential): Promise<readonly number[]> {
  const found = await Promise.all(partsOf(credential).map(({ name }) => azure.removedUntil(name)));
  return found.flatMap((untilMs) => untilMs ?? []);
}

async function removed(session: AzureSession, credential: Credential): Promise<number | undefined> {
  const names = [...(await heldParts(session, credential)).keys()];
  const until = await Promise.all(names.map((name) => session.azure.remove(name)));
  return until.length === 0 ? undefined : Math.min(...until);
}

/** Only what is removed as a whole: a field that was removed before others were set anew is not mixed with them. */
async function restored(session: AzureSession, credential: Credential): Promise<boolean> {
  const { azure } = session;
  if ((await heldParts(session, credential)).size > 0) return false;
  const names = await Promise.all(
    partsOf(credential).map(async ({ name }) => ((await azure.removedUntil(name)) === undefined ? [] : [name])),
  );
  await Promise.all(names.flat().map((name) => azure.recover(name)));
  return names.flat().length > 0;
}
