import type { Credential, Environment } from "../../domain/credential.ts";
import { keysLikeFields, optional, plainField, secretField } from "./parts.ts";

const FIELDS = [
  plainField("client_id", "PAYPAL_CLIENT_ID", "paypal-client-id"),
  secretField("client_secret", "PAYPAL_CLIENT_SECRET", "paypal-client-secret"),
  optional(plainField("webhook_id", "PAYPAL_WEBHOOK_ID", "paypal-webhook-id")),
];

/** The same variables carry either pair, so an environment has one of the two. */
function paypalPair(side: "sandbox" | "live", environments: readonly Environment[]): Credential {
  const name = `paypal-${side}`;
  return {
    id: name,
    title: `PayPal (${side})`,
    category: "payments",
    status: "Placeholder",
    environments,
    places: {
      path: `third-party/${name}`,
      aws: `qualisys/payments/${name}`,
      azure: { form: "json", name: `payments-${name}` },
      kubernetes: { secret: name, keys: keysLikeFields(FIELDS) },
    },
    fields: FIELDS,
    rotation: {
      title: `PayPal (${side})`,
      frequency: "Yearly",
      next: "N/A",
      owner: "DevOps Lead",
      procedure: "Add a second secret to the REST app, update secret store, disable the first",
    },
    documented: false,
    guide: [
      {
        text: `Open the dashboard's ${side === "live" ? "Live" : "Sandbox"} side, Apps & Credentials, and create a REST API app.`,
        url: "https://developer.paypal.com/dashboard/applications",
      },
      { text: "Copy the app's client id.", field: "client_id" },
      { text: "Show its secret and copy it.", field: "client_secret" },
      { text: "Where the application takes webhooks: add one to the app, and copy its id.", field: "webhook_id" },
    ],
  };
}

/** PayPal's sandbox, where no money moves: for every environment but production. */
export const paypalSandbox = paypalPair("sandbox", ["dev", "staging"]);

/** PayPal itself: for production alone. */
export const paypalLive = paypalPair("live", ["production"]);
