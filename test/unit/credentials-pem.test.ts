import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeFormat, normalised } from "../../src/credentials/judge-format.ts";
import { normalisePem } from "../../src/credentials/pem.ts";
import { PEM } from "../support/credential-samples.ts";

describe("a PEM text", () => {
  const escaped = PEM.pkcs1.replaceAll("\n", "\\n");
  test.each([
    ["as it was made", PEM.pkcs1],
    ["with CRLF", PEM.pkcs1.replaceAll("\n", "\r\n")],
    ["with \\n escaped", escaped],
    ["with \\r\\n escaped", PEM.pkcs1.replaceAll("\n", "\\r\\n")],
    ["in base64", Buffer.from(PEM.pkcs1).toString("base64")],
    ["in base64, wrapped", Buffer.from(PEM.pkcs1).toString("base64").replace(/.{76}/g, "$&\n")],
    [
      "with spaces for line breaks",
      PEM.pkcs1
        .trim()
        .replaceAll("\n", " ")
        .replace(/(-----(?:BEGIN|END)) /g, "$1 "),
    ],
    ["without line breaks", PEM.pkcs1.replaceAll("\n", "")],
    ["with text around it", `Bag Attributes\n    name: x\n${PEM.pkcs1}\n`],
    ["without its last line break", PEM.pkcs1.trimEnd()],
  ])("%s becomes what openssl wrote", (_, text) => {
    expect(normalised("rsa-private-key", text)).toBe(PEM.pkcs1);
    expect(judgeFormat("rsa-private-key", text).state).toBe("good");
  });

  test("a text that is none stays as it is", () => {
    expect(normalised("rsa-private-key", "no key")).toBe("no key");
    expect(normalised("password", escaped)).toBe(escaped);
  });

  test("normalising a second time changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const once = normalisePem(`-----BEGIN X-----\n${text}\n-----END X-----`);
        expect(once === undefined ? undefined : normalisePem(once)).toBe(once);
      }),
    );
  });
});
