import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { escapeDollars } from "../../src/domain/render-text.ts";
import { rendered, renderShop } from "../support/render-world.ts";

/** The same data with its keys in another order. */
function shuffled(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, seed));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, shuffled(inner, seed)] as const);
  const turn = entries.length === 0 ? 0 : seed % entries.length;
  return Object.fromEntries([...entries.slice(turn), ...entries.slice(0, turn)].reverse());
}

describe("the same stack gives the same bytes", () => {
  test.each([1, 2, 3, 5])("whatever the order of keys in the fragments (%i)", async (seed) => {
    const { world, rendering } = await renderShop();
    for (const name of await world.files.list("/avb/compose")) {
      const text = (await world.files.read(`/avb/compose/${name}`)) ?? "";
      world.files.put(`/avb/compose/${name}`, stringify(shuffled(parse(text), seed)));
    }
    expect((await rendered(world)).documents).toEqual(rendering.documents);
  });

  test("whatever the time zone and the language", async () => {
    const usual = (await renderShop()).rendering;
    const before = { TZ: process.env.TZ, LANG: process.env.LANG };
    Object.assign(process.env, { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8" });
    const there = (await renderShop()).rendering;
    for (const [name, value] of Object.entries(before))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    expect(there).toEqual(usual);
  });
});

describe("a dollar sign", () => {
  test("is doubled wherever it stands, so that compose reads back what was written", () => {
    const text = fc.oneof(fc.string(), fc.constantFrom("$", "\u0024{HOME}", "$$", "a$", "\u0024{X:?}", "$HOME"));
    fc.assert(
      fc.property(fc.object({ values: [text, fc.integer()] }), (map) => {
        const strings = (value: unknown): readonly string[] =>
          typeof value === "string" ? [value] : Object.values(Object(value)).flatMap(strings);
        const [before, after] = [strings(map), strings(escapeDollars(map))];
        expect(after.map((one) => one.replaceAll("$$", "$"))).toEqual(before);
        expect(after.filter((one) => one.replaceAll("$$", "").includes("$"))).toEqual([]);
      }),
    );
  });
});

describe("secrets", () => {
  test("stand in no document: neither values nor variables of the container, only the names compose asks for", async () => {
    const { rendering, containers } = await renderShop("with: [kafka]\n");
    expect(rendering.documents.flatMap(({ secrets }) => secrets)).toEqual([
      "AVB_SECRET_KEYCLOAK_ENV",
      "AVB_SECRET_POSTGRES_AGENTVOICEBOX",
      "AVB_SECRET_POSTGRES_KEYCLOAK",
      "AVB_SECRET_POSTGRES_SUPERUSER",
      "AVB_SECRET_POSTGRES_TEMPORAL",
      "AVB_SECRET_POSTGRES_VAULT_ADMIN",
      "AVB_SECRET_LAGO_API_ENV",
      "AVB_SECRET_LAGO_CLOCK_ENV",
      "AVB_SECRET_LAGO_DATABASE",
      "AVB_SECRET_LAGO_MIGRATE_ENV",
      "AVB_SECRET_LAGO_WORKER_ENV",
    ]);
    const names = Object.values(containers).flatMap(({ environment }) => Object.keys(environment ?? {}));
    expect(names.filter((name) => /PASSWORD$|SECRET|PRIVATE|_KEY$|DATABASE_URL/.test(name))).toEqual([]);
  });
});
