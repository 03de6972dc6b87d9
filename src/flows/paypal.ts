import { readDotenv } from "../domain/env-format/read-dotenv.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import {
  PAYPAL_FIELDS,
  type PaypalConfigured,
  type PaypalCredentials,
  type PaypalEnvironment,
  paypalIn,
} from "../domain/paypal.ts";
import type { World } from "../domain/world.ts";
import { YAML_LIMITS } from "../domain/yaml-check.ts";
import { findRoot } from "./find-root.ts";
import { openPaypal, type PaypalApi, type PaypalPatience } from "./paypal-api.ts";
import { paypalInVault } from "./paypal-vault.ts";
import { readWithin } from "./read-within.ts";

const NAMES = Object.keys(PAYPAL_FIELDS);

/** What `paypal check` found; nothing of it is secret. */
export type PaypalCheck =
  | {
      readonly state: "not configured";
      /** Why the stack's Vault, where they might be, could not be asked. */
      readonly unread?: string;
    }
  | {
      readonly state: "ok";
      readonly environment: PaypalEnvironment;
      readonly base: string;
      readonly from: string;
      /** How long a token holds (s). */
      readonly tokenSeconds: number;
      readonly webhook: "known" | "not set";
    };

/** What was asked for. */
export interface PaypalWishes extends PaypalPatience {
  /** Real money's account may be asked too. */
  readonly live: boolean;
  /** The command, for the message that refuses it. */
  readonly command: string;
}

/** Asks PayPal whether it knows the credentials and the webhook. Without any there is nothing to ask, and nothing wrong. */
export async function paypalCheck(world: World, wishes: PaypalWishes): Promise<PaypalCheck> {
  const { credentials, unread } = await paypalCredentials(world, wishes);
  if (credentials === undefined) return { state: "not configured", ...(unread !== undefined && { unread }) };
  const { environment, from, webhookId } = credentials;
  const api = await openPaypal(world, credentials, wishes);
  if (webhookId !== undefined) await mustKnow(api, webhookId, from);
  const { base, tokenSeconds } = api;
  const webhook = webhookId === undefined ? "not set" : "known";
  return { state: "ok", environment, base, from, tokenSeconds, webhook };
}

async function mustKnow(api: PaypalApi, webhookId: string, from: string): Promise<void> {
  const ids = await api.webhookIds();
  if (!ids.includes(webhookId)) throw AvbError.of("PAYPAL_WEBHOOK_UNKNOWN", { from, count: String(ids.length) });
}

/** Credentials, where there are any. */
export interface PaypalFound {
  readonly credentials?: PaypalCredentials;
  /** Why the stack's Vault could not be asked. */
  readonly unread?: string;
}

/**
 * The credentials of the environment, else of `.env` in the repository's root, else of the live stack's Vault.
 * PAYPAL_HALF and PAYPAL_ENVIRONMENT (3); PAYPAL_IS_LIVE (15) unless live was asked for.
 */
export async function paypalCredentials(world: World, wishes: PaypalWishes): Promise<PaypalFound> {
  const { found, unread } = await configured(world, wishes.signal);
  if (found.kind === "none") return unread === undefined ? {} : { unread };
  if (found.kind === "half") throw AvbError.of("PAYPAL_HALF", { missing: found.missing, from: found.from });
  if (found.kind === "environment") throw AvbError.of("PAYPAL_ENVIRONMENT", { got: found.got });
  const { credentials } = found;
  if (credentials.environment === "live" && !wishes.live)
    throw AvbError.of("PAYPAL_IS_LIVE", { from: credentials.from, command: wishes.command });
  return { credentials };
}

interface Searched {
  readonly found: PaypalConfigured;
  readonly unread?: string;
}

async function configured(world: World, signal: AbortSignal): Promise<Searched> {
  const { env } = world.host;
  const own = new Map(NAMES.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const])));
  const around = paypalIn(own, "the environment");
  if (around.kind !== "none") return { found: around };
  const root = await findRoot(world);
  const path = `${root}/.env`;
  const file = await readWithin(world, { root, path, maxBytes: YAML_LIMITS.bytes });
  const filed = paypalIn(readDotenv(file === undefined ? "" : new TextDecoder().decode(file.bytes)), path);
  return filed.kind === "none" ? inVault(world, signal) : { found: filed };
}

async function inVault(world: World, signal: AbortSignal): Promise<Searched> {
  const { values, from, unread } = await paypalInVault(world, signal);
  const found = paypalIn(values, from);
  return unread === undefined ? { found } : { found, unread };
}
