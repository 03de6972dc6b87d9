import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { configSchema, yaml } from "../../src/adapters/config-formats.ts";
import { CONFIG_KEY_NAMES } from "../../src/domain/config-keys.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { configurationPage, type SchemaPart } from "../support/configuration-page.ts";
import { tempCheckout } from "../support/temp-checkout.ts";

const ROOT = join(import.meta.dirname, "../..");
const SCHEMA = join(ROOT, "templates/devenvrc.schema.json");
const PAGE = join(ROOT, "docs/configuration.md");
const EXAMPLE = join(ROOT, ".devenvrc.example");
const REFRESH = "run: AVB_RECORD=1 npx vitest run --project contract test/contract/configuration.test.ts";

const example = readFileSync(EXAMPLE, "utf8");
const schema: SchemaPart = await configSchema.jsonSchema();
const schemaText = `${JSON.stringify(schema, null, 2)}\n`;
const page = configurationPage(schema, example);

if (process.env.AVB_RECORD === "1") {
  writeFileSync(SCHEMA, schemaText);
  writeFileSync(PAGE, page);
}

/** A line that begins with '#' and no space is a key that is switched off. */
const whole = example.replace(/^#(?! \S|$)/gm, "");

describe("the schema that editors read", () => {
  test("is the one that checks the files", () => {
    expect(readFileSync(SCHEMA, "utf8"), REFRESH).toBe(schemaText);
  });

  test("describes every key and allows no other", () => {
    expect(Object.keys(schema.properties ?? {})).toEqual(CONFIG_KEY_NAMES);
    expect(schema.additionalProperties).toBe(false);
    for (const property of Object.values(schema.properties ?? {})) expect(property).toHaveProperty("description");
  });
});

describe(".devenvrc.example", () => {
  test("points editors at the schema", () => {
    expect(example.split("\n")[0]).toBe("# yaml-language-server: $schema=./templates/devenvrc.schema.json");
  });

  test.each([
    ["as it is", example],
    ["with every key switched on", whole],
  ])("is valid %s", async (_, text) => {
    const { value } = await yaml.parse(text, ".devenvrc.example");
    expect(await configSchema.check(value)).toMatchObject({ ok: true });
  });

  test("is taken as a whole, with every key switched on", async () => {
    const checkout = tempCheckout();
    checkout.put(".devenvrc", whole);
    const { loaded } = await openCheckout(checkout.world());
    expect(Object.keys(loaded.origins)).toContain("services.mailpit");
    checkout.remove();
  });

  test("shows every key", async () => {
    const { value } = await yaml.parse(whole, ".devenvrc.example");
    expect(Object.keys(Object(value)).sort()).toEqual([...CONFIG_KEY_NAMES].sort());
  });
});

test("docs/configuration.md is made from the schema", () => {
  expect(readFileSync(PAGE, "utf8"), REFRESH).toBe(page);
});
