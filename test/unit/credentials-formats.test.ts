import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeFormat } from "../../src/credentials/judge-format.ts";
import { FIELD_FORMATS, type FieldFormat } from "../../src/domain/credential-format.ts";
import { chars, GOOD, goodFor, PEM } from "../support/credential-samples.ts";

const state = (format: FieldFormat, text: string) => judgeFormat(format, text).state;
const why = (format: FieldFormat, text: string) => {
  const verdict = judgeFormat(format, text, "dev");
  return verdict.state === "good" ? "" : verdict.why;
};

describe.each(FIELD_FORMATS)("%s", (format) => {
  test("each of its shapes is good, newly made a hundred times", () => {
    for (const make of GOOD[format])
      for (let round = 0; round < (format.includes("key") ? 20 : 100); round++) {
        const text = make();
        expect(judgeFormat(format, text), text).toMatchObject({ state: "good" });
      }
  });

  test.each([
    "",
    "REPLACE_WITH_ACTUAL_OPENAI_API_KEY",
    "<ACCOUNT_ID>",
    "$".concat("{KEY_VAULT_URI}"),
    "sk-...",
    "xxxxxxxx",
  ])("%j is never good", (text) => expect(state(format, text)).not.toBe("good"));
});

test.each(["test", "example", "none"])("%j may be a name and is no secret", (word) => {
  for (const format of ["name", "host", "channel"] as const) expect(state(format, word)).toBe("good");
  for (const format of ["password", "text", "long-secret"] as const) expect(state(format, word)).toBe("placeholder");
});

describe("what templates leave behind", () => {
  test.each([
    ["REPLACE_WITH_SENDGRID_API_KEY", /Terraform module/],
    ["<your key>", /angle brackets/],
    ["sk-ant-...", /cut with dots/],
    ["your-api-key-here", /example/],
    ["-", /word that stands/],
    ["0000000000", /one character/],
    ["********", /mask/],
    ["[redacted]", /mask/],
    ["not-configured", /word that stands/],
  ])("%j is a placeholder, and it is said which", (text, words) => {
    expect(judgeFormat("text", text)).toMatchObject({ state: "placeholder", why: expect.stringMatching(words) });
  });

  test("a placeholder inside a connection's address is one", () => {
    expect(state("postgres-url", "postgresql://app:REPLACE_WITH_PASSWORD@db/app")).toBe("placeholder");
  });
});

describe("slips of copying are named", () => {
  const key = goodFor("sendgrid-key");
  test.each<[FieldFormat, string, RegExp]>([
    ["sendgrid-key", `${key}\n`, /white space/],
    ["sendgrid-key", ` ${key}`, /white space/],
    ["sendgrid-key", `"${key}"`, /wrapped in quotes/],
    ["sendgrid-key", `SENDGRID_API_KEY=${key}`, /name of a variable/],
    ["sendgrid-key", `Bearer ${key}`, /Authorization header/],
    ["sendgrid-key", `${key.slice(0, 30)}\u200b${key.slice(30)}`, /cannot be seen/],
    ["sendgrid-key", `${key.slice(0, 30)}\n${key.slice(30)}`, /line break/],
    ["sendgrid-key", key.slice(0, -1), /expected SG\./],
    ["openai-key", goodFor("anthropic-key"), /key of Anthropic; expected sk-proj/],
    ["openai-key", `sk-admin-${chars(58)}T3BlbkFJ${chars(58)}`, /admin key, which manages/],
    ["anthropic-key", `sk-ant-admin01-${chars(93)}AA`, /admin key/],
    ["anthropic-key", goodFor("openai-key"), /key of OpenAI/],
    ["google-client-secret", goodFor("google-client-id"), /Google client id/],
    ["google-client-id", goodFor("google-client-secret"), /Google client secret/],
    ["github-app-id", goodFor("github-client-id"), /client id of GitHub/],
    ["jira-token", `ATCTT3xFfG${chars(60)}`, /organization's admin key/],
    ["slack-webhook", `https://hooks.slack.com/triggers/T1/2/${chars(24)}`, /starts a workflow/],
    ["slack-webhook", "https://hooks.slack.com/services/T1/B2/short", /not whole/],
    ["paypal-client-id", goodFor("slack-token"), /token of Slack/],
    ["port", "0x50", /whole number/],
    ["port", "65536", /65535/],
    ["port", "0", /65535/],
    ["email", "nobody", /e-mail/],
    ["https-url", "http://qualisys.atlassian.net", /begins with http:/],
    ["https-url", "https://me:pw@qualisys.atlassian.net", /holds a password/],
    ["postgres-url", "mysql://a:b@c/d", /begins with mysql:/],
    ["signing-key", "short", /has 5 bytes/],
    ["signing-key", "abababababababababababababababababab", /repeats itself/],
    ["signing-key", JSON.stringify({ kty: "RSA", n: "x", e: "AQAB" }), /without its private part/],
    ["signing-key", JSON.stringify({ kty: "oct", k: "c2hvcnQ" }), /fewer than 32 bytes/],
    ["signing-key", "{not json", /is not JSON/],
    ["rsa-private-key", PEM.locked, /locked with a passphrase/],
    ["rsa-private-key", PEM.ec, /ec private key/],
    ["rsa-private-key", PEM.pkcs1.slice(0, 600), /not one PEM block/],
    ["rsa-private-key", PEM.pkcs1 + PEM.pkcs8, /not one PEM block/],
    ["rsa-private-key", PEM.pkcs1.replace(/\n[^\n]+\n(-+END)/, "\n$1"), /not whole: it says \d+ bytes/],
    ["rsa-private-key", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", /certificate/],
  ])("%s", (format, text, words) => {
    expect(why(format, text)).toMatch(words);
  });

  test("a database of this very machine is wrong in production alone", () => {
    const text = `postgresql://app:${chars(20)}@localhost:5432/app`;
    expect(judgeFormat("postgres-url", text, "dev").state).toBe("good");
    expect(judgeFormat("postgres-url", text, "production")).toMatchObject({ state: "wrong" });
  });

  test("an address without a password is for development alone", () => {
    expect(judgeFormat("redis-url", "redis://localhost:65003/0", "dev").state).toBe("good");
    expect(judgeFormat("redis-url", "redis://cache:6379/0", "staging").state).toBe("wrong");
  });
});

test("whatever the text, there is a verdict and it does not hold the text", () => {
  fc.assert(
    fc.property(fc.constantFrom(...FIELD_FORMATS), fc.string({ unit: "binary", minLength: 12 }), (format, text) => {
      const verdict = judgeFormat(format, text, "production");
      expect(JSON.stringify(verdict)).not.toContain(JSON.stringify(text).slice(1, -1));
    }),
    { numRuns: 2000 },
  );
});
