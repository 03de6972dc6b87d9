import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { ServiceRefusal } from "../domain/refusal.ts";
import { Secret } from "../domain/secret.ts";
import type { Stack } from "../domain/stack.ts";
import { vaultChoices } from "../domain/vault-choices.ts";
import type { World } from "../domain/world.ts";
import type { VaultApi } from "../services/vault/api.ts";
import { approleSecrets } from "../services/vault/credentials.ts";
import { isRecord } from "../services/vault/document-fields.ts";
import type { VaultValuePlace } from "../services/vault/places.ts";
import { liveSecrets, vaultKeys } from "./live/live-secrets.ts";
import { type LocalSecrets, openLocalSecrets } from "./local-secrets.ts";
import type { SeedSubject } from "./seeding/seeder.ts";
import { openValuePlaces } from "./vault/vault-documents.ts";
import { stackVault } from "./vault/vault-place.ts";

/** Whose secrets are wanted, and which. */
export interface SecretWishes {
  readonly stack: Stack;
  readonly names: readonly string[];
  /** True where a value of this checkout's own will do as long as Vault does not have one: before it is seeded. */
  readonly orLocal?: boolean;
}

/**
 * The secrets of a stack by name. In live mode those that the documents keep in Vault come from there, whoever has written
 * them; the others are derived for this checkout. VAULT_VALUES_UNREAD and VAULT_VALUE_MISSING (10) instead of an old value.
 */
export async function stackSecrets(world: World, checkout: Checkout, wishes: SecretWishes): Promise<LocalSecrets> {
  const local = await openLocalSecrets(world, checkout);
  const { stack, names, orLocal = false } = wishes;
  const subject = { world, checkout, stack, secrets: await liveSecrets(world, checkout) };
  const found = await valuesInVault(subject, names).catch((error: unknown) => {
    if (!(error instanceof ServiceRefusal)) throw error;
    if (orLocal) return undefined;
    throw AvbError.of("VAULT_VALUES_UNREAD", { why: error.message }, { cause: error });
  });
  if (found === undefined) return local;
  const get = (name: string): Secret => {
    const text = found.values.get(name);
    if (text !== undefined) return new Secret(text);
    const place = found.places.get(name);
    if (orLocal || place === undefined) return local.get(name);
    throw AvbError.of("VAULT_VALUE_MISSING", { name, place });
  };
  return { ...local, get };
}

/** What a stack's Vault has of some secrets, and where the documents keep each of them. */
export interface VaultValues {
  readonly values: ReadonlyMap<string, string>;
  /** Such as `secret/agentvoicebox/backend/lago#api_key`. */
  readonly places: ReadonlyMap<string, string>;
}

/** Asks a live stack's Vault for the secrets that are kept there; undefined where there is none to ask. ServiceRefusal where it does not answer. */
export async function valuesInVault(
  { world, checkout, stack, secrets }: SeedSubject,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<VaultValues | undefined> {
  if (stack.mode !== "live" || !stack.running.has("vault")) return undefined;
  // A Vault that was never opened will be given this checkout's own values.
  if ((await vaultKeys(world, checkout)) === undefined) return undefined;
  const kept = await openValuePlaces({ world, checkout, stack, secrets });
  const wanted = names.filter((name) => kept.has(name) || APPROLE_IDS.includes(name));
  if (wanted.length === 0) return undefined;
  const api = stackVault(world, stack, await secrets.get("vault/root-token"), signal);
  const { mount } = vaultChoices(checkout.loaded.config);
  const local = await openLocalSecrets(world, checkout);
  const values = await readValues(api, { wanted, places: kept, mount, local });
  return { values, places: new Map(wanted.map((name) => [name, placeText(mount, kept.get(name))] as const)) };
}

const BACKEND = approleSecrets("backend");
const APPROLE_IDS: readonly string[] = Object.values(BACKEND);

interface Reading {
  readonly wanted: readonly string[];
  readonly places: ReadonlyMap<string, VaultValuePlace>;
  readonly mount: string;
  readonly local: LocalSecrets;
}

/** What Vault has of the wanted values, each path read once. */
async function readValues(api: VaultApi, { wanted, places, mount, local }: Reading): Promise<Map<string, string>> {
  const paths = new Set(wanted.flatMap((name) => places.get(name)?.path ?? []));
  const read = async (path: string) => {
    const data = (await api.read(`${mount}/data/${path}`))?.data;
    return [path, isRecord(data) ? data : {}] as const;
  };
  const [secrets, ids] = await Promise.all([
    Promise.all([...paths].map(read)),
    wanted.some((name) => APPROLE_IDS.includes(name)) ? readIds(api, local) : [],
  ]);
  const held = new Map(secrets);
  const values = wanted.flatMap((name) => {
    const { path = "", field = "" } = places.get(name) ?? {};
    const value = held.get(path)?.[field];
    return typeof value === "string" ? [[name, value] as const] : [];
  });
  return new Map([...values, ...ids]);
}

/** The backend's AppRole: its role id as Vault has it, and its secret id as long as Vault knows it. */
async function readIds(api: VaultApi, local: LocalSecrets): Promise<readonly (readonly [string, string])[]> {
  const at = "auth/approle/role/backend";
  const role = await api.read(`${at}/role-id`);
  if (role === undefined) return [];
  const secretId = local.get(BACKEND.secretId).reveal();
  const isKnown = (await api.lookUp(`${at}/secret-id/lookup`, { secret_id: secretId })) !== undefined;
  return [[BACKEND.roleId, String(role.role_id)], ...(isKnown ? [[BACKEND.secretId, secretId] as const] : [])];
}

const placeText = (mount: string, place: VaultValuePlace | undefined): string =>
  place === undefined ? "the AppRole backend" : `${mount}/${place.path}#${place.field}`;
