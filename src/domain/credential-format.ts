/** The forms that a field's value can have; `src/credentials/formats.ts` says how each is recognised. */
export const FIELD_FORMATS = [
  "openai-key",
  "anthropic-key",
  "google-client-id",
  "google-client-secret",
  "sendgrid-key",
  "github-app-id",
  "github-client-id",
  "github-client-secret",
  "github-token",
  "rsa-private-key",
  "long-secret",
  "signing-key",
  "jira-token",
  "slack-webhook",
  "slack-token",
  "channel",
  "email",
  "https-url",
  "host",
  "port",
  "name",
  "password",
  "postgres-url",
  "redis-url",
  "paypal-client-id",
  "paypal-client-secret",
  "paypal-webhook-id",
  "text",
] as const;

/** One of those forms. */
export type FieldFormat = (typeof FIELD_FORMATS)[number];

/** What a look at a value's form says; never the value itself. */
export type FormatVerdict =
  | { readonly state: "good"; readonly kind: string; readonly note?: string }
  | { readonly state: "placeholder"; readonly why: string }
  | { readonly state: "wrong"; readonly why: string };
