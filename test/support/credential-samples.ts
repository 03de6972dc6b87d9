import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { FieldFormat } from "../../src/domain/credential-format.ts";

const WORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
const ALNUM = WORD.slice(0, 62);

/** Drawn by chance all the same: what looks like a word that documentation has in a value's place. */
const WORDLIKE = /(?:^|[-_])[A-Za-z]{3,6}(?:[-_]|$)|qwerty|x{6}|(.)\1{5}/i;

/**
 * Random characters of an alphabet: no sample is anybody's, and none is written down. What the search for secrets is documented
 * to pass over is drawn again: a sample has a digit, where the alphabet has some, and no word between dashes.
 */
export function chars(count: number, alphabet = WORD): string {
  const text = [...randomBytes(count)].map((byte) => alphabet[byte % alphabet.length]).join("");
  const isFit = (!/\d/.test(alphabet) || /\d/.test(text)) && !(alphabet === WORD && WORDLIKE.test(text));
  return isFit ? text : chars(count, alphabet);
}
const hex = (count: number) => chars(count, "0123456789abcdef");

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

/** An RSA key in both of its PEM forms, and an EC one. */
export const PEM = {
  pkcs1: rsa.export({ type: "pkcs1", format: "pem" }).toString(),
  pkcs8: rsa.export({ type: "pkcs8", format: "pem" }).toString(),
  locked: rsa.export({ type: "pkcs1", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }).toString(),
  ec: ec.export({ type: "sec1", format: "pem" }).toString(),
};

const jwt = () => `eyJ${chars(40)}.${chars(300)}.${chars(86)}`;

/** Values that are good for each form, newly made: the newer shapes and those that are still around. */
export const GOOD: Readonly<Record<FieldFormat, readonly (() => string)[]>> = {
  "openai-key": [
    () => `sk-proj-${chars(74)}T3BlbkFJ${chars(74)}`,
    () => `sk-svcacct-${chars(74)}T3BlbkFJ${chars(74)}`,
    () => `sk-service-${chars(20)}T3BlbkFJ${chars(20)}`,
    () => `sk-${chars(20, ALNUM)}T3BlbkFJ${chars(20, ALNUM)}`,
  ],
  "anthropic-key": [() => `sk-ant-api03-${chars(93)}AA`, () => `sk-ant-api04-${chars(110)}`],
  "google-client-id": [
    () => `${chars(12, "123456789")}-${chars(32, "abcdefghij0123456789")}.apps.googleusercontent.com`,
  ],
  "google-client-secret": [() => `GOCSPX-${chars(28)}`, () => `a${chars(23)}`],
  "sendgrid-key": [() => `SG.${chars(22)}.${chars(43)}`],
  "github-app-id": [() => "123456", () => "1234567", () => "12345678"],
  "github-client-id": [() => `Iv23li${chars(14, ALNUM)}`, () => `Iv1.${hex(16)}`],
  "github-client-secret": [() => hex(40)],
  "github-token": [
    () => `ghs_1234567_${jwt()}`,
    () => `ghs_${chars(36, ALNUM)}`,
    () => `ghp_${chars(36, ALNUM)}`,
    () => `github_pat_${chars(22, ALNUM)}_${chars(59, ALNUM)}`,
  ],
  "rsa-private-key": [() => PEM.pkcs1, () => PEM.pkcs8],
  "long-secret": [() => hex(64), () => chars(32)],
  "signing-key": [
    () => chars(48),
    () => PEM.ec,
    () => PEM.pkcs8,
    () => JSON.stringify(rsa.export({ format: "jwk" })),
    () => JSON.stringify({ kty: "oct", k: randomBytes(32).toString("base64url") }),
  ],
  "jira-token": [() => `ATATT3xFfGF0${chars(170)}=${hex(8).toUpperCase()}`, () => chars(24, ALNUM)],
  "slack-webhook": [
    () => `https://hooks.slack.com/services/T${chars(9, ALNUM)}/B${chars(9, ALNUM)}/${chars(24, ALNUM)}`,
    () => `https://hooks.slack-gov.com/services/T${chars(9, ALNUM)}/B${chars(9, ALNUM)}/${chars(24, ALNUM)}`,
  ],
  "slack-token": [
    () => `xoxb-${chars(12, "123")}-${chars(24, ALNUM)}`,
    () => `xoxp-${chars(40)}`,
    () => `xapp-1-${chars(40)}`,
    () => `xoxe.xoxp-1-${chars(60)}`,
    () => `xoxe-1-${chars(60)}`,
  ],
  channel: [() => "#alerts", () => "alerts-prod", () => "C0123456789", () => "#ünïcode"],
  email: [() => "jira-bot@qualisys.io"],
  "https-url": [() => "https://qualisys.atlassian.net"],
  host: [() => "db.internal.qualisys.io", () => "10.0.0.7", () => "2001:db8::1", () => "localhost"],
  port: [() => "5432", () => "1", () => "65535"],
  name: [() => "qualisys_app"],
  password: [() => chars(24), () => "with space and $ in it"],
  "postgres-url": [() => `postgresql://app:${chars(24)}@db.internal:5432/app?sslmode=require`],
  "redis-url": [() => `rediss://:${chars(24)}@cache.internal:6379`, () => `redis://u:${chars(24)}@127.0.0.1:6379/0`],
  "paypal-client-id": [() => `A${chars(79)}`],
  "paypal-client-secret": [() => `E${chars(79)}`],
  "paypal-webhook-id": [() => chars(17, "ABCDEFGHJK0123456789")],
  text: [() => "anything at all"],
};

/** One good value of a form. */
export const goodFor = (format: FieldFormat): string => GOOD[format][0]?.() ?? "";
