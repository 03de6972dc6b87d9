import { describe, expect, test } from "vitest";
import {
  documentReferenceProblems,
  type ReferenceSource,
  resolveReferences,
  revealed,
  secretsIn,
  shownSecrets,
} from "../../src/domain/document-references.ts";
import { Secret } from "../../src/domain/secret.ts";
import { services } from "../../src/services/index.ts";
import { reference } from "../support/own-world.ts";

const source: ReferenceSource = {
  addressing: {
    ...{ services, view: "container" },
    stack: {
      ...{ mode: "live", slot: 0, running: new Set(["postgres", "vault"]), embedded: new Set() },
      ports: new Map([
        ["postgres.sql", 65004],
        ["vault.http", 65003],
      ]),
    },
  },
  secretOf: (name) => new Secret(`<${name}>`),
};
const context = { own: ["vault"], known: services, shipped: services };

const document = {
  plain: "a",
  url: `postgresql://{{username}}@${reference("endpoint:postgres.sql")}/x`,
  seen: [`http://${reference("endpoint:vault.http@host")}`, true, 3, null],
  login: { name: "n", password: `${reference("secret:vault/a")}:${reference("secret:vault/b")}` },
};

describe("a document with references", () => {
  const value = resolveReferences(document, source);

  test("has addresses as the service sees them, and as a browser does where it says so", () => {
    expect(value.url).toBe("postgresql://{{username}}@postgres:5432/x");
    expect(value.seen).toEqual(["http://localhost:65003", true, 3, null]);
  });

  test("holds its secrets so that they cannot be printed by mistake", () => {
    expect(JSON.stringify(value)).not.toContain("<vault/a>");
    expect(revealed<typeof document>(value).login.password).toBe("<vault/a>:<vault/b>");
    expect(secretsIn(document)).toEqual(["vault/a", "vault/b"]);
  });

  test("is shown with fingerprints: the same for the same secret, another for another one", () => {
    const shown = (secrets: ReferenceSource["secretOf"]) =>
      shownSecrets<typeof document>(resolveReferences(document, { ...source, secretOf: secrets }), (text) =>
        Buffer.from(text).toString("hex"),
      );
    const first = shown(source.secretOf);
    expect(first).toEqual(shown(source.secretOf));
    expect(first.login.password).not.toBe(shown(() => new Secret("other")).login.password);
    expect(first.login.password).toMatch(/^\[secret [0-9a-f]{12}\]$/);
    expect(first.plain).toBe("a");
  });
});

test("every reference that leads nowhere is told with the keys that lead to it", () => {
  const wrong = {
    a: ["ok", reference("endpoint:vualt.http")],
    b: { c: reference("secret:nobody/x"), d: reference("endpont:vault.http"), e: reference("secret:vault/new") },
    f: `$${reference("endpont:vault.http")} and ${reference("role_admin")}`,
  };
  const found = documentReferenceProblems(wrong, context);
  expect(found.map(({ path }) => path)).toEqual([
    ["a", 1],
    ["b", "c"],
    ["b", "d"],
  ]);
  expect(found[0]?.fix).toContain("vault.http");
});
