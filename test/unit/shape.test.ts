import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isHeldIdentities, isMadeToken, isServerHealth } from "../../src/domain/sandbox-answers.ts";
import { parseInstance } from "../../src/domain/sandbox-instance.ts";
import { isCount, isListOf, isRecordOf, isText, orAbsent, readJson } from "../../src/domain/shape.ts";
import { parseGrant } from "../../src/domain/trust.ts";
import { parseWritten } from "../../src/domain/written-file.ts";
import { parseStoredKeys } from "../../src/sandbox/stored-keys.ts";
import { SHIPPED_IDENTITIES } from "../support/identities.ts";
import { serverRecord } from "../support/server-record.ts";

const isPoint = isRecordOf<{ readonly x: number; readonly name?: string }>({ x: isCount, name: orAbsent(isText) });

test.each([
  ['{"x":1}', true],
  ['{"x":1,"name":"a","newer":[]}', true],
  ['{"x":1,"name":null}', false],
  ['{"x":-1}', false],
  ['{"__proto__":{"x":1}}', false],
  ["{}", false],
  ["[]", false],
  ["null", false],
  ['{"x":1', false],
])("%s is a point: %s", (text, is) => {
  expect(readJson(text, isPoint) !== undefined).toBe(is);
});

const GRANT = { root: "/r", hash: "h", files: [{ path: "/r/.devenvrc", sha256: "s" }], effects: [], grantedAt: "" };
const WISHES = { view: "host", services: [], renames: [] };
const WRITTEN = { path: "/r/.env", sha256: "s", mode: "sandbox", format: "dotenv", wishes: WISHES };
const KEYS = { signing: [{ jwk: { kty: "RSA" }, createdAtMs: 1 }], refresh: "r", cookie: "c" };
const first = (text: string) => parseWritten(text)[0];

const FILES: readonly (readonly [string, object, (text: string) => unknown])[] = [
  ["the record of a server", JSON.parse(serverRecord()), parseInstance],
  ["a grant", GRANT, parseGrant],
  ["a written file", WRITTEN, first],
  ["the keys", KEYS, parseStoredKeys],
  ["the identities", { document: SHIPPED_IDENTITIES, fingerprints: {} }, (text) => readJson(text, isHeldIdentities)],
  ["a token", { access_token: "t", expires_in: 60 }, (text) => readJson(text, isMadeToken)],
  ["a health", { instance: "i", version: "1", pid: 1, uptimeMs: 0 }, (text) => readJson(text, isServerHealth)],
];

describe.each(FILES)("%s", (_, whole, parse) => {
  test("is read as it was written", () => {
    expect(parse(JSON.stringify(whole))).toEqual(whole);
  });

  test.each(Object.keys(whole))("is nothing without %s, or with anything else there", (field) => {
    const { [field]: _left, ...rest } = JSON.parse(JSON.stringify(whole));
    expect(parse(JSON.stringify(rest))).toBeUndefined();
    for (const hostile of [null, true, { a: { b: 1 } }, [[]]])
      expect(parse(JSON.stringify({ ...whole, [field]: hostile }))).toBeUndefined();
  });

  test("never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parse(text)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });
});

test("a file of keys without a key is none", () => {
  expect(parseStoredKeys(JSON.stringify({ ...KEYS, signing: [] }))).toBeUndefined();
  expect(readJson("[1,-1]", isListOf(isCount))).toBeUndefined();
});
