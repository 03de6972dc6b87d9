import type { Checkout } from "../domain/checkout.ts";
import type { EnvWishes } from "../domain/env-wishes.ts";
import type { KeptPayments } from "../domain/payments.ts";
import { type PaypalConfigured, paypalIn } from "../domain/paypal.ts";
import { findProfile } from "../domain/profiles/find-profile.ts";
import type { Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { paypalHeld } from "./paypal-vault.ts";

/** What is kept of PayPal for an application, and why something that is there is not given to it. */
export interface FoundPayments {
  readonly kept?: KeptPayments;
  readonly caution?: string;
}

/** What decides on whether PayPal's variables are wanted at all, and which of its sides. */
export interface PaymentQuestion {
  readonly stack: Stack;
  readonly wishes: EnvWishes;
  /** True when a person said that real payments are meant. */
  readonly livePayments: boolean;
}

/** PayPal's variables as the live stack's Vault has them. PayPal is never required: what is wrong there is said, and stops nothing. */
export async function paypalForEnv(
  world: World,
  checkout: Checkout,
  { stack, wishes, livePayments }: PaymentQuestion,
): Promise<FoundPayments> {
  if (!isWanted(wishes)) return {};
  const { values, from, unread } = await paypalHeld(world, checkout, { stack });
  if (unread !== undefined) return { caution: `PayPal counts as not configured: ${unread}` };
  const found = paypalIn(values, from);
  const why = whyLeft(found, from, livePayments);
  if (why !== undefined) return { caution: `PayPal counts as not configured: ${why}` };
  return found.kind === "some" ? { kept: { values: variablesIn(found), from } } : {};
}

const isWanted = ({ services, profile }: EnvWishes): boolean =>
  (services.length === 0 || services.includes("paypal")) &&
  (profile === undefined || findProfile(profile).matrix !== false);

function whyLeft(found: PaypalConfigured, from: string, livePayments: boolean): string | undefined {
  if (found.kind === "half") return `${from} has no ${found.missing}`;
  if (found.kind === "environment") return `${from} has an environment that is neither sandbox nor live`;
  if (found.kind === "none" || found.credentials.environment === "sandbox" || livePayments) return undefined;
  return `${from} has credentials of real money, which AVB_ALLOW_LIVE_PAYMENTS=1 would allow`;
}

function variablesIn({ credentials }: Extract<PaypalConfigured, { kind: "some" }>): ReadonlyMap<string, string> {
  const { clientId, clientSecret, environment, webhookId } = credentials;
  return new Map([
    ["PAYPAL_CLIENT_ID", clientId],
    ["PAYPAL_CLIENT_SECRET", clientSecret.reveal()],
    ["PAYPAL_ENVIRONMENT", environment],
    ...(webhookId === undefined ? [] : [["PAYPAL_WEBHOOK_ID", webhookId] as const]),
  ]);
}
