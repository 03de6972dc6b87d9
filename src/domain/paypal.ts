import { Secret } from "./secret.ts";

/** PayPal's two worlds; each has credentials of its own. */
export const PAYPAL_ENVIRONMENTS = ["sandbox", "live"] as const;

/** One of them. */
export type PaypalEnvironment = (typeof PAYPAL_ENVIRONMENTS)[number];

/** The API of each (PayPal's REST reference). */
export const PAYPAL_BASES: Readonly<Record<PaypalEnvironment, string>> = {
  sandbox: "https://api-m.sandbox.paypal.com",
  live: "https://api-m.paypal.com",
};

/** Where a live stack's Vault may hold the credentials, below the kv engine: the backend's policy reads there (matrix 5.1). */
export const PAYPAL_PATH = "agentvoicebox/backend/paypal";

/** The fields of that secret, by the variable of matrix 4.4 that each stands for. */
export const PAYPAL_FIELDS = {
  PAYPAL_CLIENT_ID: "client_id",
  PAYPAL_CLIENT_SECRET: "client_secret",
  PAYPAL_ENVIRONMENT: "environment",
  PAYPAL_WEBHOOK_ID: "webhook_id",
} as const;

/** What is known of an account's credentials, and from where. */
export interface PaypalCredentials {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly environment: PaypalEnvironment;
  readonly webhookId?: string;
  /** Such as `the environment` or a file's path. */
  readonly from: string;
}

/** What the variables say: credentials, none, or what is wrong with them. */
export type PaypalConfigured =
  | { readonly kind: "none" }
  | { readonly kind: "half"; readonly missing: string; readonly from: string }
  | { readonly kind: "environment"; readonly got: string }
  | { readonly kind: "some"; readonly credentials: PaypalCredentials };

/** What avb itself writes where there are no credentials (matrix 4.4), and what is left of an example. */
const NO_CREDENTIAL = /^(?:|not-configured|changeme|\$\{.*\}|<.*>)$/;

/** Reads the variables of matrix 4.4. */
export function paypalIn(values: ReadonlyMap<string, string>, from: string): PaypalConfigured {
  const value = (name: string): string => {
    const text = values.get(name)?.trim() ?? "";
    return NO_CREDENTIAL.test(text) ? "" : text;
  };
  const [clientId, clientSecret] = [value("PAYPAL_CLIENT_ID"), value("PAYPAL_CLIENT_SECRET")];
  if (clientId === "" && clientSecret === "") return { kind: "none" };
  if (clientId === "") return { kind: "half", missing: "PAYPAL_CLIENT_ID", from };
  if (clientSecret === "") return { kind: "half", missing: "PAYPAL_CLIENT_SECRET", from };
  const got = value("PAYPAL_ENVIRONMENT") || "sandbox";
  const environment = PAYPAL_ENVIRONMENTS.find((one) => one === got);
  if (environment === undefined) return { kind: "environment", got };
  const webhookId = value("PAYPAL_WEBHOOK_ID");
  const known = { clientId, clientSecret: new Secret(clientSecret), environment, from };
  return { kind: "some", credentials: webhookId === "" ? known : { ...known, webhookId } };
}

/** The headers that PayPal signs a webhook with, and what its API calls them. */
export const WEBHOOK_HEADERS = {
  "paypal-auth-algo": "auth_algo",
  "paypal-cert-url": "cert_url",
  "paypal-transmission-id": "transmission_id",
  "paypal-transmission-sig": "transmission_sig",
  "paypal-transmission-time": "transmission_time",
} as const;

/** A webhook as it was received: its headers, and the very text of its body. */
export interface ReceivedWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is asked of PayPal about a webhook; the event stands in it letter by letter, since the signature is over its text. */
export function signatureQuestion({ headers, body }: ReceivedWebhook, webhookId: string): string {
  const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const signed = Object.entries(WEBHOOK_HEADERS).map(([header, field]) => [field, named.get(header) ?? ""]);
  const known = JSON.stringify({ ...Object.fromEntries(signed), webhook_id: webhookId });
  return `${known.slice(0, -1)},"webhook_event":${body.trim()}}`;
}

/** What keeps a received webhook from being asked about: a missing header, no JSON, a certificate of somebody else's. */
export function webhookProblem({ headers, body }: ReceivedWebhook): string | undefined {
  const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const missing = Object.keys(WEBHOOK_HEADERS).filter((name) => (named.get(name) ?? "") === "");
  if (missing.length > 0) return `it lacks the header ${missing.map((name) => name.toUpperCase()).join(", ")}`;
  if (!isPaypals(named.get("paypal-cert-url") ?? "")) return "its PAYPAL-CERT-URL is not an address of PayPal's";
  return isObject(body) ? undefined : "its body is no JSON object";
}

const isPaypals = (address: string): boolean => /^https:\/\/(?:[a-z0-9-]+\.)*paypal\.com(?:\/|$)/i.test(address);

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
