import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CREDENTIALS } from "../../src/credentials/catalogue.ts";
import { importFile } from "../../src/flows/secrets/import-file.ts";
import type { Secrets } from "../../src/flows/secrets/open-secrets.ts";
import { openStore } from "../../src/flows/secrets/stores.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { CANARY, check, tamed } from "../support/secret-fuzz.ts";
import { secretsOf, set } from "../support/secrets-verbs.ts";

const NAMES = CREDENTIALS.flatMap(({ fields }) => fields.map(({ variable }) => variable));
const IDS = CREDENTIALS.map(({ id }) => id);
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string(),
  fc.constant(CANARY),
  fc.constantFrom("'", '"', "\\", "$", "`", "\n"),
);
const line = fc.oneof(
  fc.tuple(fc.constantFrom(...NAMES), text).map(([name, value]) => `${name}=${value}`),
  fc.tuple(fc.constantFrom(...NAMES), text).map(([name, value]) => `export ${name}='${value}`),
  text,
);
const dotenv = fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\n"));
const json = fc.oneof(
  fc
    .dictionary(
      fc.oneof(fc.constantFrom(...IDS), fc.string()),
      fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), text)),
    )
    .map((one) => JSON.stringify(one)),
  fc.json().map((one) => `{${one}`),
  fc.constant(`{"__proto__": {"api_key": "${CANARY}"}, "openai": {"__proto__": {"api_key": "x"}}}`),
);

describe("whatever is in a file that is imported", () => {
  let secrets: Secrets;
  let world: ReturnType<typeof fakeWorld>;
  beforeAll(async () => {
    world = fakeWorld();
    secrets = await secretsOf(world);
  });
  const take = async (content: string) => {
    world.files.put("/home/dev/shop/given", content);
    const request = { path: "/home/dev/shop/given", store: "local", plan: true, unchecked: false } as const;
    const result = await tamed(() => importFile(secrets, request));
    expect(JSON.stringify(result ?? {}).includes(CANARY)).toBe(false);
    expect(Object.prototype).not.toHaveProperty("api_key");
    for (const { id } of result?.credentials ?? []) expect(IDS).toContain(id);
  };

  test(
    "dotenv ends with a plan or an error of the table, and tells no value",
    () => check(fc.asyncProperty(dotenv, take)),
    600_000,
  );
  test("JSON does", () => check(fc.asyncProperty(json, take)), 600_000);
});

describe("a sealed file that somebody changed", () => {
  let world: ReturnType<typeof fakeWorld>;
  let path: string;
  let sealed: string;
  beforeAll(async () => {
    world = fakeWorld();
    const secrets = await secretsOf(world);
    await set(secrets, "openai", CANARY);
    path = [...world.files.entries.keys()].find((one) => one.endsWith("dev.age")) ?? "";
    sealed = world.files.entries.get(path)?.text ?? "";
  });
  const change = fc.oneof(
    fc.record({ at: fc.nat(), cut: fc.nat({ max: 40 }), put: fc.string({ unit: "binary", maxLength: 8 }) }),
    fc.record({ at: fc.nat(), cut: fc.constant(1), put: fc.constantFrom("A", "b", "/", "+", "=", "\n", "-") }),
  );

  test("is whole or refused; it never opens to something else", async () => {
    await check(
      fc.asyncProperty(change, async ({ at, cut, put }) => {
        const where = at % sealed.length;
        const changed = sealed.slice(0, where) + put + sealed.slice(where + cut);
        world.files.put(path, changed);
        const secrets = await secretsOf(world);
        const openai = CREDENTIALS.filter(({ id }) => id === "openai");
        const looks = await tamed(() => openStore(secrets.tools, "local").look(openai));
        const look = looks?.get("openai");
        if (look !== undefined) expect(look.state === "present" && look.found.fields.api_key?.reveal()).toBe(CANARY);
      }),
    );
  }, 600_000);
  afterAll(() => world.files.put(path, sealed));
});
