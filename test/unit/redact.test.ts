import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactor } from "../../src/domain/redact.ts";

const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");

describe("redaction", () => {
  test("a known secret is masked raw, in base64, in a URL and in JSON, wherever it stands", () => {
    const secret = fc.string({ minLength: 4, maxLength: 40 }).filter((text) => text.trim().length >= 4);
    fc.assert(
      fc.property(secret, fc.string({ maxLength: 20 }), (value, around) => {
        const mask = redactor([value], base64);
        for (const form of [value, base64(value), encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]) {
          const masked = mask(`${around}|${form}|${around}`);
          expect(masked).toContain("[redacted]");
          expect(masked.replaceAll("[redacted]", "")).not.toContain(`|${form}|`);
        }
      }),
    );
  });

  test.each([
    ["a JWT", `got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl ok`, "eyJ"],
    ["a bearer token", "authorization: Bearer abcdefgh12345678", "abcdefgh"],
    ["a password in an address", "redis://:hunter2hunter2@localhost:65005/0", "hunter2"],
    ["a client secret in a form", "grant_type=password&client_secret=s3cr3tvalue&scope=openid", "s3cr3tvalue"],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "MIIE"],
    ["half a private key", "-----BEGIN PRIVATE KEY-----\nMIIE", "MIIE"],
  ])("%s is masked by its shape", (_name, text, leaked) => {
    expect(redactor([], base64)(text)).not.toContain(leaked);
  });

  test.each(["port 65006 is taken", "OPA_ENABLED=true", "http://localhost:8080/realms/agentvoicebox", "abc"])(
    "an innocent text stays as it is: %s",
    (text) => {
      expect(redactor(["abc", "65"], base64)(text)).toBe(text);
    },
  );
});
