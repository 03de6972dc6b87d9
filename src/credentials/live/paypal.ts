import { PAYPAL_BASES } from "../../domain/paypal.ts";
import { type Asking, basic, fieldIn, type LiveCheck, type LiveQuestion } from "./question.ts";

/** Production has PayPal's real side, every other environment its sandbox, where no money moves. */
const hostFor = (environment: Asking["environment"]): string =>
  new URL(PAYPAL_BASES[environment === "production" ? "live" : "sandbox"]).host;

const signIn = (rules: LiveQuestion["rules"]): LiveQuestion => ({
  request: ({ parts: { id = "", secret = "" }, environment }) => ({
    host: hostFor(environment),
    path: "/v1/oauth2/token",
    method: "POST",
    headers: { Authorization: basic(id, secret), "Content-Type": "application/x-www-form-urlencoded" },
    body: "grant_type=client_credentials",
  }),
  rules,
});

const REFUSED = {
  ...{ status: [400, 401], has: ["error"], text: /"(?:invalid_client|unauthorized_client)"/ },
  means: "invalid",
  says: "is not known to PayPal, or belongs to its other side",
} as const;

/** PayPal: a token, which is asked for and dropped. */
export const PAYPAL: LiveCheck = {
  what: "REST app",
  parts: { id: "paypal-client-id", secret: "paypal-client-secret" },
  questions: [
    signIn([{ status: [200], has: ["access_token", "expires_in"], means: "valid", says: "is taken" }, REFUSED]),
  ],
};

/** PayPal: whether the app has the webhook of that id. */
export const PAYPAL_WEBHOOK: LiveCheck = {
  what: "webhook id",
  parts: { id: "paypal-client-id", secret: "paypal-client-secret", webhook: "paypal-webhook-id" },
  besides: true,
  questions: [
    signIn([{ status: [200], has: ["access_token", "expires_in"], means: "next", says: "" }, REFUSED]),
    {
      request: ({ environment, before: [token], parts: { webhook = "" } }) => ({
        host: hostFor(environment),
        path: `/v1/notifications/webhooks/${webhook}`,
        headers: { Authorization: `Bearer ${String(fieldIn(token, "access_token"))}` },
      }),
      rules: [
        { status: [200], has: ["id", "url"], means: "valid", says: "is one of this app's" },
        { status: [404], has: ["name"], means: "invalid", says: "is none of this app's" },
        { status: [403], has: ["name"], means: "restricted", says: "was not told: the app may not read webhooks" },
      ],
    },
  ],
};
