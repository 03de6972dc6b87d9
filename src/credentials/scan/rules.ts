import { isExample } from "./examples.ts";

/** A form that tells by itself whose value it is. */
export interface SecretRule {
  readonly id: string;
  readonly title: string;
  /** Found anywhere in a text; the whole match is the value. Flags `g` only. */
  readonly pattern: RegExp;
  /** The credential of the catalogue. */
  readonly credential?: string;
  /** Looks at a match more closely; by default whatever is no example is taken. */
  readonly accepts?: (value: string) => boolean;
}

/** No longer word goes on before it; a line break or a byte written as an escape is no word. */
const FROM = String.raw`(?:(?<![A-Za-z0-9_-])|(?<=\\[nrt])|(?<=%[0-9A-Fa-f]{2}))`;
/** No longer word goes on behind it. */
const TO = "(?![A-Za-z0-9_-])";

const form = (pattern: string): RegExp => new RegExp(`${FROM}(?:${pattern})${TO}`, "g");

// No character fits two of the forms: what is ambiguous is tried in every combination before a match is given up.
const PEM_BODY = String.raw`(?:[A-Za-z0-9+/=\s"',.]|\\{1,4}[rn])`;
const SHORTEST_PEM = 100;

/** A private key's text without what strings, indents and escapes put around its lines. */
const pemBody = (value: string): string =>
  value.replace(/-----[A-Z ]+-----/g, "").replace(/["']\s*[+.]\s*["']?|\\[rn]|[^A-Za-z0-9+/=]/g, "");

/** Whole, in the clear, and of the bytes that private keys begin with (ASN.1 SEQUENCE, or OpenSSH's own). */
const isPrivateKey = (value: string): boolean => {
  const body = pemBody(value);
  return body.length >= SHORTEST_PEM && /^(?:M[A-P]|b3BlbnNzaC1rZXktdjE|l[QIF]|x[VWc])/.test(body);
};

/** Forms that secretlint's preset has not, has shorter, or has wider than vendors give them. */
export const SECRET_RULES: readonly SecretRule[] = [
  {
    ...{ id: "openai-key", title: "OpenAI API key", credential: "openai" },
    pattern: form(
      String.raw`sk-(?:proj|svcacct|service)-[\w-]{20,200}?T3BlbkFJ[\w-]{20,200}|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}`,
    ),
  },
  {
    ...{ id: "openai-admin-key", title: "OpenAI admin key", credential: "openai" },
    pattern: form(String.raw`sk-admin-[\w-]{20,200}?T3BlbkFJ[\w-]{20,200}`),
  },
  {
    ...{ id: "anthropic-key", title: "Anthropic API key", credential: "anthropic" },
    pattern: form(String.raw`sk-ant-api\d{2}-[\w-]{80,128}`),
  },
  {
    ...{ id: "anthropic-admin-key", title: "Anthropic admin key", credential: "anthropic" },
    pattern: form(String.raw`sk-ant-admin\d{2}-[\w-]{80,128}`),
  },
  {
    ...{ id: "google-client-secret", title: "Google OAuth client secret", credential: "google-oauth" },
    pattern: form(String.raw`GOCSPX-[\w-]{28}`),
  },
  { id: "google-api-key", title: "Google API key", pattern: form(String.raw`AIza[\w-]{35}`) },
  {
    ...{ id: "sendgrid-key", title: "SendGrid API key", credential: "sendgrid" },
    pattern: form(String.raw`SG\.[\w-]{22}\.[\w-]{43}`),
  },
  {
    ...{ id: "github-installation-token", title: "GitHub installation token", credential: "github-app" },
    pattern: form(String.raw`ghs_(?:\d+_eyJ[\w-]+\.[\w-]+\.[\w-]+|[A-Za-z0-9]{36,251})`),
  },
  {
    ...{ id: "github-token", title: "GitHub token" },
    pattern: form("gh[pour]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
  },
  {
    ...{ id: "jira-token", title: "Atlassian API token", credential: "jira" },
    pattern: form("ATATT3[A-Za-z0-9+/=_-]{20,300}=[A-Za-z0-9]{8}"),
  },
  {
    ...{ id: "atlassian-admin-key", title: "Atlassian organization key", credential: "jira" },
    pattern: form("ATCTT3xFfG[A-Za-z0-9+/=_-]{20,300}=[A-Za-z0-9]{8}"),
  },
  {
    ...{ id: "slack-webhook", title: "Slack webhook", credential: "slack" },
    pattern:
      /https:(?:\/\/|\\\/\\\/)hooks\.slack(?:-gov)?\.com\\?\/services\\?\/T\w{6,14}\\?\/B\w{6,14}\\?\/[A-Za-z0-9]{23,25}(?![A-Za-z0-9])/g,
  },
  {
    ...{ id: "slack-token", title: "Slack token" },
    pattern: form(
      String.raw`xox[abpors]-(?:\d+-)+[\w-]{16,}|xox[abpors]-(?=[\w-]*\d)[\w-]{30,}|xapp-\d-[\w-]{30,}|xoxe(?:\.xox[bp])?-\d-[\w-]{40,}`,
    ),
  },
  {
    ...{ id: "private-key", title: "private key" },
    pattern: new RegExp(
      `-----BEGIN (?!ENCRYPTED)(?:[A-Z]+ ){0,2}PRIVATE KEY(?: BLOCK)?-----${PEM_BODY}{100,12000}?-----END (?:[A-Z]+ ){0,2}PRIVATE KEY(?: BLOCK)?-----`,
      "g",
    ),
    accepts: isPrivateKey,
  },
  { id: "vault-token", title: "Vault token", pattern: form(String.raw`hv[sb]\.[\w-]{24,300}`) },
  { id: "age-identity", title: "age identity", pattern: /(?<![A-Z0-9])AGE-SECRET-KEY-1[A-Z0-9]{58}(?![A-Z0-9])/g },
  {
    ...{ id: "azure-client-secret", title: "Azure client secret" },
    pattern: /(?<![\w~.-])[\w~.-]{3}8Q~[\w~.-]{34}(?![\w~.-])/g,
  },
];

/** Whether a match of a rule is taken for a value. */
export const isTaken = ({ accepts }: SecretRule, value: string): boolean =>
  accepts === undefined ? !isExample(value) : accepts(value);
