import { AvbError } from "../domain/errors/avb-error.ts";
import { isLoopbackBase } from "../domain/loopback.ts";
import { PAYPAL_BASES, type PaypalCredentials } from "../domain/paypal.ts";
import { printable } from "../domain/printable.ts";
import { Secret } from "../domain/secret.ts";
import { type Guard, isListOf, isPositive, isRecordOf, isText, isWord, orAbsent, readJson } from "../domain/shape.ts";
import type { Http, HttpAnswer, World } from "../domain/world.ts";

const DEADLINE_MS = 10_000;
const LONGEST_REASON = 200;
/** Another address for PayPal's API, on this machine alone. */
const OWN_BASE = "AVB_PAYPAL_URL";

const isToken = isRecordOf<{ readonly access_token: string; readonly expires_in: number }>({
  access_token: isWord,
  expires_in: isPositive,
});
const isRefusal = isRecordOf<{ readonly error?: string; readonly error_description?: string }>({
  error: orAbsent(isText),
  error_description: orAbsent(isText),
});
const isWebhooks = isRecordOf<{ readonly webhooks: readonly { readonly id: string }[] }>({
  webhooks: isListOf(isRecordOf<{ readonly id: string }>({ id: isText })),
});
const isVerdict = isRecordOf<{ readonly verification_status: "SUCCESS" | "FAILURE" }>({
  verification_status: (value): value is "SUCCESS" | "FAILURE" => value === "SUCCESS" || value === "FAILURE",
});

/** PayPal's API as one account sees it. */
export interface PaypalApi {
  readonly base: string;
  /** How long the token holds that was asked for (s). */
  readonly tokenSeconds: number;
  webhookIds(): Promise<readonly string[]>;
  /** Whether PayPal signed what is asked about. */
  isSigned(question: string): Promise<boolean>;
}

/** How long one waits for an answer. */
export interface PaypalPatience {
  readonly signal: AbortSignal;
  /** Ten seconds unless it is said. */
  readonly deadlineMs?: number;
}

/**
 * Signs in: one request for a token, which is never shown. PAYPAL_REFUSED (10) for credentials that PayPal does not know,
 * PAYPAL_SILENT and PAYPAL_STRANGE (8) where no answer of PayPal's came within ten seconds.
 */
export async function openPaypal(
  world: World,
  credentials: PaypalCredentials,
  { signal, deadlineMs = DEADLINE_MS }: PaypalPatience,
): Promise<PaypalApi> {
  const base = baseFor(world, credentials);
  const { clientId, clientSecret, from } = credentials;
  const ask = (path: string, options: Partial<Parameters<Http["request"]>[0]>): Promise<HttpAnswer> =>
    world.outside
      .request({ ...options, url: `${base}${path}`, timeoutMs: deadlineMs, signal })
      .catch((error: unknown) => {
        signal.throwIfAborted();
        throw AvbError.of("PAYPAL_SILENT", { base, why: silenceOf(error) });
      });
  const answer = await ask("/v1/oauth2/token", {
    method: "POST",
    headers: {
      Authorization: `Basic ${btoa(`${clientId}:${clientSecret.reveal()}`)}`,
      "Content-Type": "application/x-www-form-urlencoded",
    },
    body: "grant_type=client_credentials",
  });
  const refusal = readJson(answer.body, isRefusal);
  if ((answer.status === 401 || answer.status === 400) && refusal?.error !== undefined) {
    const why = printable(refusal.error_description ?? refusal.error, LONGEST_REASON);
    throw AvbError.of("PAYPAL_REFUSED", { base, from, why });
  }
  const told = read(answer, isToken, { base, what: "a request for a token" });
  const token = new Secret(told.access_token);
  const headers = { Authorization: `Bearer ${token.reveal()}`, "Content-Type": "application/json" };
  return {
    base,
    tokenSeconds: told.expires_in,
    webhookIds: async () => {
      const listed = await ask("/v1/notifications/webhooks", { headers });
      return read(listed, isWebhooks, { base, what: "a request for its webhooks" }).webhooks.map(({ id }) => id);
    },
    isSigned: async (body) => {
      const path = "/v1/notifications/verify-webhook-signature";
      const verdict = await ask(path, { method: "POST", headers, body });
      const about = { base, what: "a question about a signature" };
      return read(verdict, isVerdict, about).verification_status === "SUCCESS";
    },
  };
}

/** A local server may stand in for PayPal; anywhere else the secret would go to somebody else's host (VARIABLE_INVALID). */
function baseFor({ host }: World, { environment }: PaypalCredentials): string {
  const own = host.env[OWN_BASE];
  if (!own) return PAYPAL_BASES[environment];
  if (isLoopbackBase(own)) return own;
  const allowed = "the address of a server of this machine, such as http://127.0.0.1:8099";
  throw AvbError.of("VARIABLE_INVALID", { variable: OWN_BASE, allowed, got: printable(own) });
}

function read<Type>(
  { status, headers, body }: HttpAnswer,
  guard: Guard<Type>,
  about: { readonly base: string; readonly what: string },
): Type {
  const value = status === 200 ? readJson(body, guard) : undefined;
  if (value !== undefined) return value;
  const type = printable(headers["content-type"] ?? "no content type");
  throw AvbError.of("PAYPAL_STRANGE", { ...about, why: `status ${status} (${type})` });
}

const NO_NAME = ["ENOTFOUND", "EAI_AGAIN"];
const NO_WAY = ["ENETUNREACH", "EHOSTUNREACH", "ENETDOWN"];

function silenceOf(error: unknown): string {
  const { code, message } = Object(error);
  if (NO_NAME.includes(code)) return "its name could not be looked up, so this machine is probably offline";
  if (NO_WAY.includes(code)) return "there is no way to it, so this machine is probably offline";
  return printable(String(message ?? error), LONGEST_REASON);
}
