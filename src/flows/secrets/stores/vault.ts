import { vaultPathOf } from "../../../credentials/places.ts";
import type { Credential } from "../../../domain/credential.ts";
import type { CredentialStore, StoredVersion, StoreFacts, StoreLook } from "../../../domain/credential-store.ts";
import { atATime } from "../at-a-time.ts";
import type { StoreTools } from "../store-tools.ts";
import { fieldsOfObject } from "./json-value.ts";
import { vaultPending } from "./vault-pending.ts";
import { vaultWhere } from "./vault-place.ts";
import { isThere, readVaultSecret, versionsOf } from "./vault-secret.ts";
import { openVaultStore, type VaultSession, vaultTold } from "./vault-session.ts";
import { MOST_BYTES, tagsIn, writeVault } from "./vault-write.ts";

/** Requests under way at the same time. */
const AT_ONCE = 16;
/** Versions that are shown; Vault keeps ten unless a mount says otherwise. */
const MOST_VERSIONS = 20;

/** HashiCorp Vault: every credential a secret of a kv engine with versions, its fields the secret's. */
export const VAULT_FACTS: StoreFacts = {
  ...{ id: "vault", title: "HashiCorp Vault", writable: true, local: false },
  ...{ mostBytes: MOST_BYTES, mostBytesTogether: MOST_BYTES, keepsRemoved: true },
};

/** The Vault that VAULT_ADDR names, or the stack's own; which that is, is seen with the first question. */
export function vaultStore(tools: StoreTools, open = openVaultStore): CredentialStore {
  let opened: Promise<VaultSession> | undefined;
  const within = async <T>(act: (session: VaultSession) => Promise<T>): Promise<T> => {
    opened ??= open(tools);
    const session = await opened;
    return act(session).catch((error: unknown) => {
      throw vaultTold(error, session.place);
    });
  };
  const pathOf = (credential: Credential) => vaultPathOf(credential, tools.environment);
  return {
    facts: VAULT_FACTS,
    where: vaultWhere(tools),
    pending: vaultPending(tools, within),
    look: (credentials) =>
      within(async ({ api, mount }) => {
        const looks = await atATime(credentials, AT_ONCE, async (one): Promise<readonly [string, StoreLook]> => {
          const held = await readVaultSecret(api, { mount, path: pathOf(one) });
          if (held.state === "removed") return [one.id, { state: "removed", untilMs: Number.POSITIVE_INFINITY }];
          if (held.state !== "present") return [one.id, { state: "absent" }];
          const { object, storedAtMs, notes } = held;
          const found = { fields: fieldsOfObject(one, object), version: String(held.version), storedAtMs };
          return [one.id, { state: "present", found: { ...found, tags: tagsIn(notes) } }];
        });
        return new Map(looks);
      }),
    write: (changes) => within((session) => writeVault(tools, session, changes)),
    remove: (credential) => within((session) => removed(tools, session, pathOf(credential))),
    restore: (credential) => within((session) => restored(tools, session, pathOf(credential))),
    history: (credential) => within((session) => historyOf(tools, session, credential)),
  };
}

/** Every version is deleted, so that none can be read, the newest first: by that they are known again. */
async function removed({ world }: StoreTools, { api, mount }: VaultSession, path: string): Promise<number | undefined> {
  const versions = await versionsOf(api, mount, path);
  const now = world.clock.now();
  const [newest] = versions;
  if (newest === undefined || !isThere(newest, now)) return undefined;
  const there = versions.filter((one) => isThere(one, now)).map(({ version }) => version);
  await api.write(`${mount}/delete/${path}`, { versions: there });
  return Number.POSITIVE_INFINITY;
}

/** What was deleted with the newest version comes back with it; what was deleted before stays so. */
async function restored({ world }: StoreTools, { api, mount }: VaultSession, path: string): Promise<boolean> {
  const versions = await versionsOf(api, mount, path);
  const [newest] = versions;
  if (newest === undefined || newest.destroyed || isThere(newest, world.clock.now())) return false;
  const { deletedAtMs: sinceMs = 0 } = newest;
  const back = versions.filter(({ destroyed, deletedAtMs = 0 }) => !destroyed && deletedAtMs >= sinceMs);
  await api.write(`${mount}/undelete/${path}`, { versions: back.map(({ version }) => version) });
  return true;
}

/** What is removed gives nothing away; a version may be deleted while it is asked for. */
async function historyOf(
  { world, environment }: StoreTools,
  { api, mount }: VaultSession,
  credential: Credential,
): Promise<readonly StoredVersion[]> {
  const path = vaultPathOf(credential, environment);
  const now = world.clock.now();
  const versions = await versionsOf(api, mount, path);
  if (versions[0] === undefined || !isThere(versions[0], now)) return [];
  const asked = versions.filter((one) => isThere(one, now)).slice(0, MOST_VERSIONS);
  const found = await atATime(asked, AT_ONCE, async ({ version, storedAtMs }): Promise<readonly StoredVersion[]> => {
    const { state, object } = await readVaultSecret(api, { mount, path, version });
    if (state !== "present") return [];
    return [{ version: String(version), storedAtMs, fields: fieldsOfObject(credential, object) }];
  });
  return found.flat();
}
