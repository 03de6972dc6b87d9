import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of asking PayPal. */
export const PAYPAL_ERRORS = {
  PAYPAL_HALF: {
    exit: EXIT.config,
    says: "{from} has PayPal credentials without {missing}",
    fixes: ["set {missing} there, or remove the others: without any, PayPal counts as not configured"],
  },
  PAYPAL_ENVIRONMENT: {
    exit: EXIT.config,
    says: "PAYPAL_ENVIRONMENT must be sandbox or live, not '{got}'",
    fixes: ["PAYPAL_ENVIRONMENT=sandbox"],
  },
  PAYPAL_IS_LIVE: {
    exit: EXIT.production,
    says: "the PayPal credentials of {from} are those of real money (PAYPAL_ENVIRONMENT=live), and nothing was asked",
    fixes: ["use credentials of PayPal's sandbox", "ask all the same: {command} --live"],
  },
  PAYPAL_REFUSED: {
    exit: EXIT.secretStore,
    says: "PayPal ({base}) does not know the credentials of {from}: {why}; a pair belongs to the sandbox or to live, never to both",
    fixes: ["compare PAYPAL_CLIENT_ID and PAYPAL_CLIENT_SECRET with the application in PayPal's developer dashboard"],
  },
  PAYPAL_SILENT: {
    exit: EXIT.notReady,
    says: "PayPal could not be asked at {base}: {why}; nothing else of avb needs it",
    fixes: ["look at this machine's way to the internet; a proxy is not used"],
  },
  PAYPAL_STRANGE: {
    exit: EXIT.notReady,
    says: "{base} answered {what} with {why}, which is not PayPal's form",
    fixes: ["look what stands between this machine and PayPal: a proxy or a login page answers in its place"],
  },
  PAYPAL_WEBHOOK_UNKNOWN: {
    exit: EXIT.config,
    says: "PAYPAL_WEBHOOK_ID of {from} is none of the {count} webhooks of this PayPal application",
    fixes: ["take the id from the application's webhooks in PayPal's developer dashboard"],
  },
  PAYPAL_NOT_CONFIGURED: {
    exit: EXIT.config,
    says: "{what} is not set, and a webhook can be checked only by the account that it was sent to",
    fixes: ["set {what} in the environment, in .env, or in Vault at secret/agentvoicebox/backend/paypal"],
  },
  PAYPAL_WEBHOOK_FILE: {
    exit: EXIT.usage,
    says: "{path} is no webhook as it was received: {why}",
    fixes: ["write an object there with `headers`, the five PAYPAL-* ones, and `body`, the very text of the body"],
  },
  PAYPAL_FORGED: {
    exit: EXIT.drift,
    says: "PayPal says of the webhook in {path} that it did not sign it for the webhook of {from}",
    fixes: ["compare PAYPAL_WEBHOOK_ID with the webhook it was sent to; keep the body letter by letter as it came"],
  },
} as const satisfies ErrorTable;
