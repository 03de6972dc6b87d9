import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CREDENTIALS } from "../../src/credentials/catalogue.ts";
import { detectorFor, withoutOverlaps } from "../../src/credentials/scan/own-hits.ts";
import { chars, GOOD, PEM } from "../support/credential-samples.ts";

const detector = detectorFor(CREDENTIALS);
const RUNS = process.env.AVB_SOAK === undefined ? 20 : 2000;

/** What is found in a text, in order, as its rule and its text. */
const found = (text: string, path = "src/file.ts"): readonly string[] =>
  withoutOverlaps(detector.own({ path, text })).map(({ rule, start, end }) => `${rule} ${text.slice(start, end)}`);
const rules = (text: string, path?: string): readonly string[] =>
  found(text, path).map((one) => one.split(" ")[0] ?? "");

/** What tells by its form, whatever is around it. */
const BY_FORM = [
  ...(["openai-key", "anthropic-key", "sendgrid-key", "github-token", "slack-webhook"] as const),
  ...(["slack-token", "postgres-url"] as const),
];
const AROUND: readonly (readonly [string, string])[] = [
  ["", ""],
  ["x = '", "';"],
  ['{"a":"', '"}'],
  ["KEY: ", "\nnext: 1"],
  ["Bearer ", "\n"],
  ["a=1&key=", "&b=2"],
  ["- ", " # note"],
  ['"line one\\n', '\\nline three"'],
];

describe("a value that tells by its form", () => {
  test.each(BY_FORM)("%s is found once and whole in whatever stands around it", (format) => {
    const sample = fc.constantFrom(...GOOD[format]).map((make) => make());
    fc.assert(
      fc.property(sample, fc.constantFrom(...AROUND), (value, [before, after]) => {
        const hits = found(`${before}${value}${after}`);
        expect(hits).toHaveLength(1);
        const text = hits[0]?.slice(hits[0].indexOf(" ") + 1) ?? "";
        expect(format === "postgres-url" ? value : text).toContain(format === "postgres-url" ? text : value);
      }),
      { numRuns: RUNS },
    );
  });

  test("an installation token of the new kind is found to its last character", () => {
    const token = `ghs_1234567_eyJ${chars(30)}.eyJ${chars(300)}.${chars(86)}`;
    expect(found(`token: ${token}\n`)).toEqual([`github-installation-token ${token}`]);
  });

  test.each(Object.entries(PEM).filter(([name]) => name !== "locked"))(
    "a private key (%s) is found plain, escaped, indented and joined from pieces",
    (_, pem) => {
      const joined = pem
        .trimEnd()
        .split("\n")
        .map((line) => `"${line}\\n"`)
        .join(" +\n  ");
      for (const text of [pem, JSON.stringify({ key: pem }), pem.replaceAll("\n", "\n    "), joined])
        expect(rules(text)).toEqual(["private-key"]);
    },
  );

  test("a private key behind a passphrase, a certificate and a public key are none", () => {
    expect(rules(PEM.locked)).toEqual([]);
    expect(rules(PEM.pkcs8.replaceAll("PRIVATE KEY", "CERTIFICATE"))).toEqual([]);
    expect(rules(PEM.pkcs8.replaceAll("PRIVATE KEY", "PUBLIC KEY"))).toEqual([]);
  });
});

describe("a value that does not tell by its form", () => {
  const ASSIGNED = [
    ["GITHUB_APP_CLIENT_SECRET", () => GOOD["github-client-secret"][0]?.() ?? ""],
    ["PAYPAL_CLIENT_SECRET", () => GOOD["paypal-client-secret"][0]?.() ?? ""],
    ["JWT_SECRET", () => chars(48)],
    ["DATABASE_PASSWORD", () => chars(24)],
  ] as const;
  const FORMS: readonly ((name: string, value: string) => string)[] = [
    (name, value) => `${name}=${value}\n`,
    (name, value) => `export ${name}="${value}"`,
    (name, value) => `  ${name}: '${value}'\n`,
    (name, value) => `{"${name}": "${value}"}`,
    (name, value) => `TF_VAR_${name.toLowerCase()} = "${value}"`,
    (name, value) => `- name: ${name}\n  value: "${value}"\n`,
    (name, value) => `{"name": "${name}", "value": "${value}"}`,
  ];

  test.each(ASSIGNED)("%s is found where it is given to its variable, in every form of doing so", (name, make) => {
    for (const form of FORMS) {
      const value = make();
      expect(found(form(name, value)), form("NAME", "VALUE")).toEqual([`assigned ${value}`]);
    }
  });

  test.each([
    "const secret = process.env.JWT_SECRET;",
    "JWT_SECRET = settings.JWT_SECRET_KEY_2",
    'DATABASE_PASSWORD = os.environ["DATABASE_PASSWORD_1"]',
    `DATABASE_PASSWORD: $${"{DB_PASSWORD_1}"}`,
    "JWT_SECRET={{ vault_jwt_secret_2 }}",
    "PAYPAL_CLIENT_SECRET: string;",
    "if (JWT_SECRET == other1) return;",
  ])("%s gives no value", (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe("what documentation shows", () => {
  test.each([
    "OPENAI_API_KEY=sk-...",
    `sk-proj-${"x".repeat(40)}T3BlbkFJ${"x".repeat(40)}`,
    "GOCSPX-your_client_secret_example_0",
    "postgresql://postgres:postgres@localhost:5432/app",
    "postgresql://user:password@db.example.com/app",
    "redis://:$REDIS_PASSWORD@cache:6379",
    "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
  ])("%s is no finding", (text) => {
    expect(found(text)).toEqual([]);
  });
});

test("the quick look never passes over what a rule would find", () => {
  const all = Object.values(GOOD).flatMap((makes) => makes.map((make) => make()));
  fc.assert(
    fc.property(fc.constantFrom(...all), fc.constantFrom(...AROUND), (value, [before, after]) => {
      const text = `${before}${value}${after}`;
      if (found(text).length > 0) expect(detector.mayHold("src/file.ts", text)).toBe(true);
    }),
    { numRuns: RUNS * 5 },
  );
});
