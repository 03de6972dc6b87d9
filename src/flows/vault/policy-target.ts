import type { Checkout } from "../../domain/checkout.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import type { Stack } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import { type VaultApi, vaultApi } from "../../services/vault/api.ts";
import { liveSecrets } from "../live/live-secrets.ts";
import { stackVault } from "./vault-place.ts";

/** A Vault whose policies are looked at or written. */
export interface PolicyTarget {
  readonly api: VaultApi;
  /** As it is called in messages. */
  readonly name: string;
  /** True for one that avb does not run: `VAULT_ADDR` and `VAULT_TOKEN` name it. */
  readonly isExternal: boolean;
}

const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The Vault that VAULT_ADDR names, unless that is the stack's own; otherwise the stack's. POLICY_TARGET (3) where there is
 * none, or where the token would go over the network in the clear.
 */
export async function policyTarget(
  world: World,
  checkout: Checkout,
  { stack, signal }: { readonly stack: Stack; readonly signal: AbortSignal },
): Promise<PolicyTarget> {
  const { VAULT_ADDR: address = "", VAULT_TOKEN: token = "" } = world.host.env;
  if (address !== "" && !isOwn(address, stack)) return external(world, { address, token, signal });
  if (stack.mode !== "live" || !stack.running.has("vault"))
    throw AvbError.of("POLICY_TARGET", { why: `no Vault runs in mode ${stack.mode}, and VAULT_ADDR names no other` });
  const secrets = await liveSecrets(world, checkout);
  const api = stackVault(world, stack, await secrets.get("vault/root-token"), signal);
  return { api, name: "the stack's Vault", isExternal: false };
}

/** `avb dev exec` gives programs the stack's own address. */
function isOwn(address: string, { mode, ports, running }: Stack): boolean {
  const url = urlOf(address);
  if (url === undefined || mode !== "live" || !running.has("vault")) return false;
  return LOOPBACK.includes(url.hostname) && Number(url.port) === ports.get("vault.http");
}

function external(
  world: World,
  { address, token, signal }: { readonly address: string; readonly token: string; readonly signal: AbortSignal },
): PolicyTarget {
  const url = urlOf(address);
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw AvbError.of("POLICY_TARGET", { why: "VAULT_ADDR is no address such as https://vault.example.com:8200" });
  if (url.protocol === "http:" && !LOOPBACK.includes(url.hostname))
    throw AvbError.of("POLICY_TARGET", { why: `VAULT_ADDR ${url.origin} would get the token unencrypted` });
  if (token === "")
    throw AvbError.of("POLICY_TARGET", { why: `VAULT_ADDR names ${url.origin}, and VAULT_TOKEN is not set` });
  const outside = { ...world, http: world.outside };
  return { api: vaultApi({ world: outside, url: url.origin, token, signal }), name: url.origin, isExternal: true };
}

function urlOf(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
