import type { Checkout } from "../domain/checkout.ts";
import { PAYPAL_FIELDS, PAYPAL_PATH } from "../domain/paypal.ts";
import { ServiceRefusal } from "../domain/refusal.ts";
import type { Stack } from "../domain/stack.ts";
import { vaultChoices } from "../domain/vault-choices.ts";
import type { World } from "../domain/world.ts";
import { isRecord } from "../services/vault/document-fields.ts";
import { liveSecrets, vaultKeys } from "./live/live-secrets.ts";
import { stackRecord } from "./live/stack-record.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";
import { stackVault } from "./vault/vault-place.ts";

/** The variables of matrix 4.4 that a live stack's Vault holds. */
export interface PaypalInVault {
  readonly values: ReadonlyMap<string, string>;
  /** The secret, for messages. */
  readonly from: string;
  /** Why it could not be read; PayPal is never required, so that this is told and no error. */
  readonly unread?: string;
}

/** Looks for PayPal's credentials where the backend may read them, in the stack of the checkout that a command was started in. */
export async function paypalInVault(world: World, signal: AbortSignal): Promise<PaypalInVault> {
  const checkout = await openCheckout(world);
  return paypalHeld(world, checkout, { stack: await resolveStack(world, checkout), signal });
}

/** Looks for them in the Vault of a live stack that was started; anywhere else there are none. */
export async function paypalHeld(
  world: World,
  checkout: Checkout,
  { stack, signal }: { readonly stack: Stack; readonly signal?: AbortSignal },
): Promise<PaypalInVault> {
  const { mount } = vaultChoices(checkout.loaded.config);
  const from = `${mount}/${PAYPAL_PATH} in Vault`;
  if (stack.mode !== "live" || !stack.running.has("vault")) return { values: new Map(), from };
  const [keys, record] = await Promise.all([vaultKeys(world, checkout), stackRecord(world, checkout)]);
  if (keys === undefined || record?.mode !== "live") return { values: new Map(), from };
  const token = await (await liveSecrets(world, checkout)).get("vault/root-token");
  try {
    const data = (await stackVault(world, stack, token, signal).read(`${mount}/data/${PAYPAL_PATH}`))?.data;
    const held = isRecord(data) ? data : {};
    const named = Object.entries(PAYPAL_FIELDS).flatMap(([name, field]) =>
      typeof held[field] === "string" ? [[name, held[field]] as const] : [],
    );
    return { values: new Map(named), from };
  } catch (error) {
    if (!(error instanceof ServiceRefusal)) throw error;
    return { values: new Map(), from, unread: `${from} could not be read: ${error.message}` };
  }
}
