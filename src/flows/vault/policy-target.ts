import type { Checkout } from "../../domain/checkout.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import type { Stack } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import { type VaultApi, vaultApi } from "../../services/vault/api.ts";
import { liveSecrets } from "../live/live-secrets.ts";
import { isOwnVault, vaultOrigin } from "./vault-address.ts";
import { stackVault } from "./vault-place.ts";

/** A Vault whose policies are looked at or written. */
export interface PolicyTarget {
  readonly api: VaultApi;
  /** As it is called in messages. */
  readonly name: string;
  /** True for one that avb does not run: `VAULT_ADDR` and `VAULT_TOKEN` name it. */
  readonly isExternal: boolean;
}

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
  if (address !== "" && !isOwnVault(address, stack)) return external(world, { address, token, signal });
  if (stack.mode !== "live" || !stack.running.has("vault"))
    throw AvbError.of("POLICY_TARGET", { why: `no Vault runs in mode ${stack.mode}, and VAULT_ADDR names no other` });
  const secrets = await liveSecrets(world, checkout);
  const api = stackVault(world, stack, await secrets.get("vault/root-token"), signal);
  return { api, name: "the stack's Vault", isExternal: false };
}

function external(
  world: World,
  { address, token, signal }: { readonly address: string; readonly token: string; readonly signal: AbortSignal },
): PolicyTarget {
  const found = vaultOrigin(address);
  if ("why" in found) throw AvbError.of("POLICY_TARGET", found);
  const { origin: url } = found;
  if (token === "") throw AvbError.of("POLICY_TARGET", { why: `VAULT_ADDR names ${url}, and VAULT_TOKEN is not set` });
  const outside = { ...world, http: world.outside };
  return { api: vaultApi({ world: outside, url, token, signal }), name: url, isExternal: true };
}
