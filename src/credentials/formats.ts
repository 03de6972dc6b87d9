import type { FieldFormat } from "../domain/credential-format.ts";

/** A form of a value: its name, and the expression that the whole text matches. */
interface Shape {
  readonly kind: string;
  readonly matches: RegExp;
  readonly note?: string;
}

/** What a field's value looks like. Lengths are kept wide: vendors lengthen their keys without a word. */
export interface FormatRow {
  /** Completes "expected ...". */
  readonly expected: string;
  readonly shapes: readonly Shape[];
  /** Judged by what is in it beyond a shape. */
  readonly parsed?: "pem" | "signing-key" | "postgres-url" | "redis-url" | "https-url" | "entropy" | "port";
}

const row = (expected: string, ...shapes: readonly Shape[]): FormatRow => ({ expected, shapes });
const parsed = (expected: string, by: NonNullable<FormatRow["parsed"]>): FormatRow => ({
  ...{ expected, shapes: [] },
  parsed: by,
});
const shape = (kind: string, matches: RegExp, note?: string): Shape => ({
  kind,
  matches,
  ...(note === undefined ? {} : { note }),
});

/** How the form of each kind of value is recognised. */
export const FORMATS: Readonly<Record<FieldFormat, FormatRow>> = {
  "openai-key": row(
    "sk-proj-..., sk-svcacct-... or sk-service-...",
    shape("project key", /^sk-proj-[\w-]{20,}T3BlbkFJ[\w-]{20,}$/),
    shape("service account key", /^sk-(?:svcacct|service)-[\w-]{20,}T3BlbkFJ[\w-]{20,}$/),
    shape("user key", /^sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}$/, "of the old kind, which belongs to a person"),
  ),
  "anthropic-key": row("sk-ant-api03-...", shape("API key", /^sk-ant-api0\d-[\w-]{90,128}$/)),
  "google-client-id": row(
    "NUMBER-NAME.apps.googleusercontent.com",
    shape("client id", /^\d{6,}-[a-z0-9]{32}\.apps\.googleusercontent\.com$/),
  ),
  "google-client-secret": row(
    "GOCSPX- and 28 characters",
    shape("client secret", /^GOCSPX-[\w-]{28}$/),
    shape("client secret", /^[\w-]{24}$/, "of the old kind, without GOCSPX-"),
  ),
  "sendgrid-key": row("SG., 22 characters, a dot, 43 characters", shape("API key", /^SG\.[\w-]{22}\.[\w-]{43}$/)),
  "github-app-id": row("a whole number", shape("app id", /^[1-9]\d{0,11}$/)),
  "github-client-id": row(
    "Iv23 and 16 characters, or Iv1. and 16 hex digits",
    shape("client id", /^Iv23[A-Za-z0-9]{16}$/),
    shape("client id", /^Iv1\.[0-9a-f]{16}$/, "of the old kind"),
  ),
  "github-client-secret": row("40 hex digits", shape("client secret", /^[0-9a-f]{40}$/)),
  "github-token": row(
    "ghs_..., ghp_... or github_pat_...",
    shape("installation token", /^ghs_\d+_eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
    shape("installation token", /^ghs_[A-Za-z0-9]{36,}$/, "of the old kind"),
    shape("token", /^gh[pour]_[A-Za-z0-9]{36,}$/),
    shape("fine-grained token", /^github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}$/),
  ),
  "rsa-private-key": parsed("a PEM private key, from -----BEGIN to -----END", "pem"),
  "long-secret": parsed("at least 20 random characters", "entropy"),
  "signing-key": parsed("at least 32 random bytes, a PEM private key or a private JWK", "signing-key"),
  "jira-token": row(
    "ATATT3...",
    shape("API token", /^ATATT3[A-Za-z0-9+/=_-]+=[A-Za-z0-9]{8}$/),
    shape("API token", /^[A-Za-z0-9]{24}$/, "of the old kind; those without an end died in 2026"),
  ),
  "slack-webhook": row(
    "https://hooks.slack.com/services/T.../B.../...",
    shape("webhook", /^https:\/\/hooks\.slack(?:-gov)?\.com\/services\/T\w+\/B\w+\/[A-Za-z0-9]{23,25}$/),
  ),
  "slack-token": row(
    "xoxb-..., xoxp-... or xapp-...",
    shape("bot token", /^xoxb-[\w-]{10,}$/),
    shape("user token", /^xoxp-[\w-]{10,}$/),
    shape("app token", /^xapp-[\w-]{10,}$/),
    shape("token that is refreshed", /^xox[are]-[\w-]{10,}$/),
    shape("token that is refreshed", /^xoxe\.xox[bp]-[\w-]{10,}$/),
  ),
  channel: row("#name, or a channel's id", shape("channel", /^(?:#?[\p{Ll}\d._-]{1,80}|[CG][A-Z0-9]{8,})$/u)),
  email: row("an e-mail address", shape("e-mail address", /^[^\s@<>"]{1,64}@[\w-]+(?:\.[\w-]+)+$/)),
  "https-url": parsed("an address that begins with https://", "https-url"),
  host: row(
    "a host's name or address",
    shape(
      "host",
      /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/,
    ),
    shape("address", /^[0-9a-f:]*:[0-9a-f:.]+$/i),
  ),
  port: parsed("a whole number from 1 to 65535", "port"),
  name: row("a name of at most 63 characters", shape("name", /^[^\p{Cc}\s]{1,63}$/u)),
  password: row("at least 8 characters", shape("password", /^[^\p{Cc}]{8,}$/u)),
  "postgres-url": parsed("postgresql://USER:PASSWORD@HOST:PORT/NAME", "postgres-url"),
  "redis-url": parsed("rediss://:TOKEN@HOST:PORT", "redis-url"),
  "paypal-client-id": row("some 80 letters, digits, - and _", shape("client id", /^[\w-]{60,100}$/)),
  "paypal-client-secret": row("some 80 letters, digits, - and _", shape("client secret", /^[\w-]{60,100}$/)),
  "paypal-webhook-id": row("17 letters and digits", shape("webhook id", /^[0-9A-Z]{17}$/)),
  text: row("a text", shape("text", /^[^\0]+$/)),
};
