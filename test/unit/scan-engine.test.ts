import fc from "fast-check";
import { expect, test } from "vitest";
import { secretlint } from "../../src/adapters/secret-engine.ts";
import { CREDENTIALS } from "../../src/credentials/catalogue.ts";
import { encodedIn } from "../../src/credentials/scan/encoded.ts";
import { detectorFor, withoutOverlaps } from "../../src/credentials/scan/own-hits.ts";
import { RULE_TITLES } from "../../src/credentials/scan/titles.ts";
import type { ScanHit } from "../../src/domain/secret-scan.ts";
import { chars } from "../support/credential-samples.ts";

const detector = detectorFor(CREDENTIALS);

test("no rule's finding lacks a title, and what the engine finds has one too", async () => {
  const key = `AKIA${chars(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")}`;
  const hits = await secretlint.scan({ path: "a.txt", text: `id ${key} of somebody` });
  expect(hits.map(({ rule }) => rule)).toEqual(["aws/AWSAccessKeyID"]);
  for (const { rule } of hits) expect(RULE_TITLES).toHaveProperty([rule]);
});

test("no comment in a file switches the search off, and no account's number is told", async () => {
  const token = `npm_${chars(36, "ABCDEFGHabcdefgh0123456789")}`;
  const text = `// secretlint-disable\naws_account_id = "123456789012"\nconst token = "${token}";\n`;
  const hits = await secretlint.scan({ path: "a.ts", text });
  expect(hits.map(({ rule }) => rule)).toEqual(["npm/NPM_ACCESS_TOKEN"]);
});

test("the data of a Secret is decoded under its own names, and other base64 is left alone", () => {
  const value = chars(40);
  const text = `kind: Secret\ndata:\n  JWT_SECRET: ${btoa(value)}\n  greeting: aGVsbG8gd29ybGQ=\n`;
  expect(encodedIn(text).map((one) => one.text)).toEqual([`JWT_SECRET=${value}`, "greeting=hello world"]);
  expect(encodedIn(text.replace("Secret\n", "ConfigMap\n"))).toEqual([]);
});

test("of findings that overlap the one that says most is kept", () => {
  const hit = (rule: string, start: number, end: number): ScanHit => ({ rule, kind: "secret", start, end });
  const all = [
    hit("github/GITHUB_TOKEN", 0, 40),
    hit("assigned", 0, 90),
    hit("github-token", 0, 80),
    hit("jira-token", 95, 99),
  ];
  expect(withoutOverlaps(all).map(({ rule }) => rule)).toEqual(["github-token", "jira-token"]);
});

test("a key is found once wherever it lies in a long text, across the pieces that the engine is given too", async () => {
  const key = `npm_${chars(36, "ABCDEFGHabcdefgh0123456789")}`;
  for (const before of [0, 112 * 1024 - 20, 128 * 1024 - 20, 230_000]) {
    const text = `${" ".repeat(before)}${key} ${" ".repeat(150_000)}`;
    const hits = withoutOverlaps(await secretlint.scan({ path: "a.ts", text }));
    expect(hits.map(({ start, end }) => text.slice(start, end))).toEqual([key]);
  }
});

/** Pieces that rules begin with, so that chance comes near to what they look for. */
const PIECES = [
  "sk-proj-",
  "T3BlbkFJ",
  "SG.",
  "ghs_",
  "_eyJ",
  "-----BEGIN PRIVATE KEY-----",
  "postgres://",
  ":",
  "@",
  "=",
];

test("whatever a text is, nothing is thrown and each place lies in it", () => {
  const text = fc
    .array(fc.oneof(fc.constantFrom(...PIECES, "JWT_SECRET", "kind: Secret\n", "\n"), fc.string({ unit: "binary" })))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (content) => {
      const hits = withoutOverlaps(detector.own({ path: "a.yaml", text: content }));
      hits.forEach(({ start, end }, index) => {
        expect(start).toBeGreaterThanOrEqual(hits[index - 1]?.end ?? 0);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(content.length);
      });
      expect(encodedIn(content).every(({ start, end }) => start < end)).toBe(true);
    }),
    { numRuns: process.env.AVB_SOAK === undefined ? 100 : 20_000 },
  );
});
