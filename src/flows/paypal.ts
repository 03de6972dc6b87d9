import { readDotenv } from "../domain/env-format/read-dotenv.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { type PaypalConfigured, type PaypalCredentials, type PaypalEnvironment, paypalIn } from "../domain/paypal.ts";
import type { World } from "../domain/world.ts";
import { YAML_LIMITS } from "../domain/yaml-check.ts";
import { findRoot } from "./find-root.ts";
import { openPaypal, type PaypalApi, type PaypalPatience } from "./paypal-api.ts";
import { readWithin } from "./read-within.ts";

const NAMES = [...["PAYPAL_CLIENT_ID", "PAYPAL_CLIENT_SECRET", "PAYPAL_ENVIRONMENT", "PAYPAL_WEBHOOK_ID"]] as const;

/** What `paypal check` found; nothing of it is secret. */
export type PaypalCheck =
  | { readonly state: "not configured" }
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
  const credentials = await paypalCredentials(world, wishes);
  if (credentials === undefined) return { state: "not configured" };
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

/**
 * The credentials of the environment, else of `.env` in the repository's root; undefined where there are none.
 * PAYPAL_HALF and PAYPAL_ENVIRONMENT (3); PAYPAL_IS_LIVE (15) unless live was asked for.
 */
export async function paypalCredentials(world: World, wishes: PaypalWishes): Promise<PaypalCredentials | undefined> {
  const found = await configured(world);
  if (found.kind === "none") return undefined;
  if (found.kind === "half") throw AvbError.of("PAYPAL_HALF", { missing: found.missing, from: found.from });
  if (found.kind === "environment") throw AvbError.of("PAYPAL_ENVIRONMENT", { got: found.got });
  const { credentials } = found;
  if (credentials.environment === "live" && !wishes.live)
    throw AvbError.of("PAYPAL_IS_LIVE", { from: credentials.from, command: wishes.command });
  return credentials;
}

async function configured(world: World): Promise<PaypalConfigured> {
  const { env } = world.host;
  const own = new Map(NAMES.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const])));
  const around = paypalIn(own, "the environment");
  if (around.kind !== "none") return around;
  const root = await findRoot(world);
  const path = `${root}/.env`;
  const file = await readWithin(world, { root, path, maxBytes: YAML_LIMITS.bytes });
  if (file === undefined) return { kind: "none" };
  return paypalIn(readDotenv(new TextDecoder().decode(file.bytes)), path);
}
