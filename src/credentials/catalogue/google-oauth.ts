import type { Credential, Environment } from "../../domain/credential.ts";
import { keysLikeFields, plainField, secretField } from "./parts.ts";

const FIELDS = [
  plainField("client_id", "GOOGLE_CLIENT_ID", "google-client-id"),
  secretField("client_secret", "GOOGLE_CLIENT_SECRET", "google-client-secret"),
];

/** The redirect URI of each environment. */
export const GOOGLE_REDIRECTS = {
  production: "https://app.qualisys.io/api/auth/callback/google",
  staging: "https://staging.qualisys.io/api/auth/callback/google",
  dev: "http://localhost:3000/api/auth/callback/google",
} as const satisfies Record<Environment, string>;

/** Google: an OAuth client of the web application's kind. */
export const googleOauth: Credential = {
  id: "google-oauth",
  title: "Google OAuth",
  category: "oauth",
  epic: 1,
  status: "Placeholder",
  places: {
    path: "third-party/google-oauth",
    aws: "qualisys/oauth/google",
    azure: {
      form: "split",
      names: { client_id: "oauth-google-client-id", client_secret: "oauth-google-client-secret" },
    },
    kubernetes: { secret: "google-oauth", keys: keysLikeFields(FIELDS) },
  },
  fields: FIELDS,
  rotation: {
    title: "Google OAuth",
    frequency: "Yearly",
    next: "2027-01-01",
    owner: "DevOps Lead",
    procedure: "Rotate client secret in GCP console, update secret store",
  },
  quota: {
    title: "Google OAuth",
    rate: "Unlimited",
    monthly: "Free",
    control: "N/A",
    limits: {},
  },
  scopes: ["openid", "email", "profile"],
  documented: true,
  guide: [
    { text: "Create the Google Cloud project `QUALISYS Production`.", url: "https://console.cloud.google.com" },
    {
      text: "Enable the People API.",
      url: "https://console.cloud.google.com/apis/library/people.googleapis.com",
      was: "Enable Google+ API and People API",
      because: "the Google+ API is gone",
    },
    {
      text: "Configure the OAuth consent screen.",
      details: ["User type: External", "App name: QUALISYS", "Support email: support@qualisys.io"],
      url: "https://console.cloud.google.com/auth/branding",
    },
    {
      text: "Create an OAuth client and copy its id.",
      details: [
        "Type: Web application",
        "Name: `QUALISYS Web App`",
        ...Object.entries(GOOGLE_REDIRECTS).map(
          ([name, uri]) => `Redirect URI: ${uri}${name === "dev" ? " (dev)" : ""}`,
        ),
      ],
      url: "https://console.cloud.google.com/auth/clients",
      field: "client_id",
    },
    {
      text: "Copy the client secret now: it is shown once.",
      was: "Create OAuth 2.0 credentials",
      because: "Google shows a client secret only when it is made; a lost one is replaced by a second secret",
      field: "client_secret",
    },
  ],
  corrections: [
    {
      table: "rotation",
      column: "Procedure",
      now: "Add a second client secret in the GCP console, update the store, disable and then delete the first",
      because: "a client may have two secrets, and each is shown once",
    },
  ],
};
