import { AvbError } from "../../../domain/errors/avb-error.ts";
import { printable } from "../../../domain/printable.ts";
import { Secret } from "../../../domain/secret.ts";
import { vaultChoices } from "../../../domain/vault-choices.ts";
import { liveSecrets } from "../../live/live-secrets.ts";
import { resolveStack } from "../../resolve-stack.ts";
import { isOwnVault, vaultOrigin } from "../../vault/vault-address.ts";
import { vaultUrl } from "../../vault/vault-place.ts";
import type { StoreTools } from "../store-tools.ts";

/** How avb comes into a Vault: with a token, or with the two ids of an AppRole. */
export type VaultLogin =
  | { readonly kind: "token"; readonly token: Secret; readonly from: string }
  | { readonly kind: "approle"; readonly roleId: string; readonly secretId: Secret };

/** Which Vault is meant, where its secrets are, and how avb comes in. */
export interface VaultStorePlace {
  /** The one that avb runs for this checkout. */
  readonly isOwn: boolean;
  readonly url: string;
  readonly namespace?: string;
  readonly mount: string;
  readonly login: VaultLogin;
  /** What no other Vault is called. */
  readonly what: string;
}

const OWN = "this checkout's own Vault";

/** Whether what is pinned is the Vault of the checkout's stack. */
export const isOwnPinned = (pinned: string | undefined): boolean => pinned?.startsWith(OWN) === true;

const TOKEN_BYTES = 4096;
/** Names with `/` in between; none of them leads upwards. */
const PATH = /^(?!\.)[\w.-]+(?:\/(?!\.)[\w.-]+)*$/;

/** Where it is, for people: nothing is looked at. */
export function vaultWhere({ world: { host }, checkout }: StoreTools): string {
  const { VAULT_ADDR: address, VAULT_MOUNT_POINT: mount } = host.env;
  const chosen = vaultChoices(checkout.loaded.config).mount;
  if (!address) return `the stack's own Vault, ${chosen}/`;
  const found = vaultOrigin(address);
  return "why" in found ? found.why : `${found.origin}, ${mount || chosen}/`;
}

/**
 * The Vault that VAULT_ADDR names, unless that is the stack's own; the stack's otherwise. STORE_NOWHERE (3) where there is
 * none, or where a token would go over the network in the clear; STORE_LOGIN (10) where nothing is there to come in with.
 */
export async function vaultStorePlace(tools: StoreTools): Promise<VaultStorePlace> {
  const { world, checkout } = tools;
  const address = world.host.env.VAULT_ADDR ?? "";
  if (address !== "" && !isOwnVault(address, await resolveStack(world, checkout))) return elsewhere(tools, address);
  return ownVaultPlace(tools);
}

/** The Vault of the checkout's stack, whatever the variables say. STORE_NOWHERE (3) where the stack has none. */
export async function ownVaultPlace({ world, checkout }: StoreTools): Promise<VaultStorePlace> {
  const stack = await resolveStack(world, checkout);
  if (stack.mode !== "live" || !stack.running.has("vault"))
    throw AvbError.of("STORE_NOWHERE", {
      ...{ store: "vault", why: `no Vault runs in mode ${stack.mode}, and VAULT_ADDR names no other` },
      fix: "start one: avb dev up --mode live",
    });
  const secrets = await liveSecrets(world, checkout);
  const { mount } = vaultChoices(checkout.loaded.config);
  const slot = checkout.slot === 0 ? "" : ` in slot ${checkout.slot}`;
  return {
    ...{ isOwn: true, url: vaultUrl(stack.ports), mount, what: `${OWN}${slot}, ${mount}/` },
    login: { kind: "token", token: await secrets.get("vault/root-token"), from: "avb" },
  };
}

async function elsewhere(tools: StoreTools, address: string): Promise<VaultStorePlace> {
  const { host } = tools.world;
  const found = vaultOrigin(address);
  if ("why" in found)
    throw AvbError.of("STORE_NOWHERE", { store: "vault", ...found, fix: "name it: VAULT_ADDR=https://HOST:8200" });
  const { origin: url } = found;
  const namespace = host.env.VAULT_NAMESPACE?.replace(/^\/+|\/+$/g, "") || undefined;
  const mount = host.env.VAULT_MOUNT_POINT || vaultChoices(tools.checkout.loaded.config).mount;
  for (const [variable, text] of Object.entries({ VAULT_NAMESPACE: namespace ?? "x", VAULT_MOUNT_POINT: mount }))
    if (!PATH.test(text))
      throw AvbError.of("VARIABLE_INVALID", { variable, allowed: "a path such as team/secret", got: printable(text) });
  const within = namespace === undefined ? "" : `, namespace ${namespace}`;
  return {
    ...{ isOwn: false, url, mount, what: `${url}${within}, ${mount}/` },
    ...(namespace !== undefined && { namespace }),
    login: await loginOf(tools, url),
  };
}

/** VAULT_TOKEN, then an AppRole's ids, then what `vault login` has left. */
async function loginOf({ world: { host, files } }: StoreTools, url: string): Promise<VaultLogin> {
  const { VAULT_TOKEN: token, VAULT_ROLE_ID: roleId, VAULT_SECRET_ID: secretId } = host.env;
  if (token) return tokenFrom("VAULT_TOKEN", token);
  if (roleId && secretId) return { kind: "approle", roleId, secretId: new Secret(secretId) };
  const path = `${host.home}/.vault-token`;
  const file = await files.readRegular(path, TOKEN_BYTES);
  if (file !== undefined) return tokenFrom(path, new TextDecoder().decode(file.bytes));
  const why = `${url} wants a token, and there is none`;
  throw AvbError.of("STORE_LOGIN", { store: "vault", why, renew: LOG_IN });
}

/** What lets one in where nothing did yet. */
export const LOG_IN = "log in: vault login, or set VAULT_TOKEN, or VAULT_ROLE_ID and VAULT_SECRET_ID";

function tokenFrom(from: string, text: string): VaultLogin {
  const token = text.trim();
  if (/^[!-~]+$/.test(token)) return { kind: "token", token: new Secret(token), from };
  throw AvbError.of("STORE_LOGIN", { store: "vault", why: `what ${from} holds is no token`, renew: LOG_IN });
}
