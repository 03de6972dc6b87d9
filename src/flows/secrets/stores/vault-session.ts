import { AvbError } from "../../../domain/errors/avb-error.ts";
import { type VaultApi, vaultApi } from "../../../services/vault/api.ts";
import { isRecord } from "../../../services/vault/document-fields.ts";
import { VaultRefusal } from "../../../services/vault/vault-refusal.ts";
import { refuseOther, requirePinned } from "../store-pin.ts";
import type { StoreTools } from "../store-tools.ts";
import { LOG_IN, ownVaultPlace, type VaultStorePlace, vaultStorePlace } from "./vault-place.ts";

/** The kv engine of the Vault that this checkout may use. */
export interface VaultSession {
  readonly api: VaultApi;
  readonly mount: string;
  readonly place: VaultStorePlace;
}

/**
 * Looks which Vault this is before a token is sent there, stops where it is not the one it should be (15), comes in, and
 * makes sure that secrets with versions are kept there. Production's are not put into the Vault that avb runs (15).
 */
export async function openVaultStore(tools: StoreTools): Promise<VaultSession> {
  const place = await vaultStorePlace(tools);
  if (place.isOwn && tools.environment === "production")
    throw AvbError.of("CREDENTIAL_PRODUCTION", { store: "this checkout's own Vault" });
  const { what, url, namespace = "", mount } = place;
  const names = place.isOwn ? [] : [new URL(url).hostname, namespace, mount];
  await refuseOther(tools, "vault", { what, names });
  const session = await cameIn(tools, place);
  const more = place.isOwn ? [] : await namesOfToken(session);
  await requirePinned(tools, "vault", { what, names: [...names, ...more] });
  return session;
}

/** The Vault of the checkout's stack, which no pin is needed for: nobody else's can be meant. */
export const openOwnVault = async (tools: StoreTools): Promise<VaultSession> =>
  cameIn(tools, await ownVaultPlace(tools));

async function cameIn(tools: StoreTools, place: VaultStorePlace): Promise<VaultSession> {
  try {
    const api = await loggedIn(tools, place);
    await requireVersions(api, place);
    return { api, mount: place.mount, place };
  } catch (error) {
    throw vaultTold(error, place);
  }
}

async function loggedIn({ world }: StoreTools, { isOwn, url, namespace, login }: VaultStorePlace): Promise<VaultApi> {
  const asking = isOwn ? world : { ...world, http: world.outside };
  const at = { world: asking, url, ...(namespace !== undefined && { namespace }) };
  if (login.kind === "token") return vaultApi({ ...at, token: login.token.reveal() });
  const ids = { role_id: login.roleId, secret_id: login.secretId.reveal() };
  const { auth } = await vaultApi({ ...at, token: "" }).write("auth/approle/login", ids);
  return vaultApi({ ...at, token: isRecord(auth) ? String(auth.client_token) : "" });
}

/** A kv engine without versions, or another engine, takes the same requests and means something else by them. */
async function requireVersions(api: VaultApi, place: VaultStorePlace): Promise<void> {
  const { mount } = place;
  const held = await api.read(`sys/internal/ui/mounts/${mount}`).catch((error: unknown) => {
    if (!(error instanceof VaultRefusal) || error.kind !== "denied") throw error;
    const why = "it may do nothing there, or nothing is mounted there";
    throw AvbError.of("STORE_DENIED", { store: "vault", action: `any use of ${mount}/`, who: whoOf(place), why });
  });
  const version = isRecord(held?.options) ? held.options.version : undefined;
  if (held?.type === "kv" && version === "2") return;
  const is = held === undefined ? "not there" : `of type ${held.type}${held.type === "kv" ? " without versions" : ""}`;
  throw AvbError.of("STORE_REFUSED", { store: "vault", why: `${mount}/ is ${is}; a kv engine of version 2 is due` });
}

/** Names that may tell of production; a token without the default policy may not even ask for its own. */
async function namesOfToken({ api, place }: VaultSession): Promise<readonly string[]> {
  const held = await api.read("auth/token/lookup-self").catch((error: unknown) => {
    if (error instanceof VaultRefusal && error.kind === "denied") return undefined;
    throw vaultTold(error, place);
  });
  const policies = Array.isArray(held?.policies) ? held.policies.map(String) : [];
  return [String(held?.display_name ?? ""), ...policies];
}

/** Vault's refusal as an error that says what to do; any other error as it is. */
export function vaultTold(error: unknown, place: VaultStorePlace): unknown {
  if (!(error instanceof VaultRefusal)) return error;
  const { kind, message: why, action = "what was asked", fix } = error;
  const store = "vault";
  if (fix !== undefined) return AvbError.of("STORE_CERTIFICATE", { store, why, fix });
  if (place.login.kind === "approle" && /invalid (?:role|secret)/i.test(why))
    return AvbError.of("STORE_LOGIN", { store, why: "it does not take the AppRole's ids", renew: renewalOf(place) });
  if (kind === "denied") return AvbError.of("STORE_DENIED", { store, action, who: whoOf(place), why });
  if (kind === "token") return AvbError.of("STORE_LOGIN", { store, why, renew: renewalOf(place) });
  if (kind === "throttled") return AvbError.of("STORE_THROTTLED", { store, why });
  return closed(error, place) ?? AvbError.of("STORE_REFUSED", { store, why });
}

/** A Vault that is away or sealed: its own stack opens it, or whoever keeps its keys. */
function closed({ kind, message: why }: VaultRefusal, { isOwn }: VaultStorePlace): AvbError | undefined {
  const store = "vault";
  if (kind !== "silent" && kind !== "sealed") return undefined;
  if (isOwn) return AvbError.of("STORE_CLOSED", { store, why, fix: "start and open it: avb dev up --mode live" });
  if (kind === "silent") return AvbError.of("STORE_SILENT", { store, why });
  return AvbError.of("STORE_CLOSED", { store, why: "it is sealed", fix: "have it opened: vault operator unseal" });
}

const whoOf = ({ login }: VaultStorePlace): string =>
  login.kind === "approle" ? "the AppRole of VAULT_ROLE_ID" : `the token of ${login.from}`;

function renewalOf({ isOwn, login }: VaultStorePlace): string {
  if (isOwn) return "have another made: avb dev restart vault";
  if (login.kind === "approle") return "get a new secret id of the role, and put it into VAULT_SECRET_ID";
  return login.from === "VAULT_TOKEN" ? "put one that holds into VAULT_TOKEN: vault login" : LOG_IN;
}
