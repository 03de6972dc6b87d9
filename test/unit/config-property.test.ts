import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { configSchema, yaml } from "../../src/adapters/config-formats.ts";
import { DEFAULT_CONFIG, type Origin } from "../../src/domain/config.ts";
import { mergeLayers } from "../../src/domain/config-layers.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { errorsOf } from "../support/temp-checkout.ts";

const SHOP = "/home/dev/shop";

/** Pieces of which YAML is made, so that chance finds more than syntax errors. */
const scrap = fc.constantFrom(
  ..."mode: sandbox|ports:|  vault: 65031|  opa: 0x50|- |[|]|{|}|&a |*a|<<: *a|'|\"|:|\n|\n\n|  |\t|# note|---|...|!!str |?|,|\0|\u00e9|\ufeff|__proto__: 1|with: [redis]|env:|  A: 1|% x|>|x".split(
    "|",
  ),
);
const text = fc.array(scrap, { maxLength: 30 }).map((scraps) => scraps.join(""));

describe("no input crashes", () => {
  const survives = async (bytes: Uint8Array) => {
    const world = fakeWorld();
    world.files.put(`${SHOP}/.devenvrc`, "");
    world.files.readRegular = async (path) =>
      path.endsWith(".devenvrc")
        ? {
            bytes,
            realPath: path,
            facts: { kind: "file", mode: 0o600, uid: 1000, size: bytes.length, modifiedMs: 0, device: 1, links: 1 },
          }
        : undefined;
    for (const error of await errorsOf(() => openCheckout(world))) {
      expect(error.exitCode).toBe(3);
      expect(error.place).toMatchObject({ file: ".devenvrc", line: expect.any(Number), column: expect.any(Number) });
    }
  };

  test("any bytes give a configuration or errors with their place", () =>
    fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), survives), { numRuns: 200 }));

  test("any broken YAML gives a configuration or errors with their place", () =>
    fc.assert(
      fc.asyncProperty(
        text.map((scraps) => new TextEncoder().encode(scraps)),
        survives,
      ),
      { numRuns: 400 },
    ));
});

const key = fc.string({ minLength: 1, unit: "grapheme-ascii" }).filter((name) => !(name in {}));
const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "grapheme" }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("data"), { maxLength: 3 }),
    fc.dictionary(key, tie("data"), { maxKeys: 3 }),
  ),
}));
const config = fc.record(
  {
    mode: fc.constantFrom("sandbox", "live", "production"),
    with: fc.subarray(["redis", "kafka", "opa"]),
    ports: fc.dictionary(fc.constantFrom("vault", "opa", "temporal.ui"), fc.integer({ min: 1024, max: 65535 })),
    slot: fc.integer({ min: 0, max: 9 }),
    env: fc.dictionary(fc.constantFrom("A", "B_1", "_c"), fc.string({ unit: "grapheme" })),
    users: fc.array(
      fc.record({ username: fc.constantFrom("ada", "b@c.d"), roles: fc.constant(["x"]), groups: fc.constant([]) }),
      { maxLength: 2 },
    ),
    lago: fc.record({ allow_standin: fc.boolean() }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

describe("what avb writes", () => {
  test("it reads as the same data, whatever that is", () =>
    fc.assert(
      fc.asyncProperty(data, async (value) => {
        const { value: read } = await yaml.parse(await yaml.stringify({ value }), "f");
        expect(read).toEqual(JSON.parse(JSON.stringify({ value })));
      }),
      { numRuns: 150 },
    ));

  test("it reads as the same configuration", () =>
    fc.assert(
      fc.asyncProperty(config, async (value) => {
        const { value: read } = await yaml.parse(await yaml.stringify(value), "f");
        const verdict = await configSchema.check(read ?? {});
        expect(verdict.ok ? verdict.input : verdict.issues).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 150 },
    ));
});

describe("origins", () => {
  const ORIGINS: readonly Origin[] = [".devenvrc", ".devenvrc.local", "environment", "flag"];
  const layers = fc.array(config, { minLength: 4, maxLength: 4 });

  test("each key, and each entry of a map, comes from the strongest source that gives it", async () => {
    const inputs = async (values: readonly unknown[]) =>
      Promise.all(
        values.map(async (value) => {
          const verdict = await configSchema.check(value);
          return verdict.ok ? verdict.input : {};
        }),
      );
    await fc.assert(
      fc.asyncProperty(layers, async (values) => {
        const given = await inputs(values);
        const merged = mergeLayers(
          given.map((input, index) => ({ origin: ORIGINS[index] ?? "flag", input, placeOf: () => undefined })),
        );
        const strongest = (has: (input: object) => boolean) => ORIGINS[given.findLastIndex(has)];
        for (const key of ["mode", "with", "slot", "ports", "env"] as const)
          expect(merged.origins[key]).toBe(strongest((input) => key in input));
        for (const port of ["vault", "opa", "temporal.ui"])
          expect(merged.origins[`ports.${port}`]).toBe(
            strongest((input) => "ports" in input && port in Object(input.ports)),
          );
        expect(merged.config.mode).toBe(given.findLast((input) => "mode" in input)?.mode);
        expect(merged.config.images).toEqual(DEFAULT_CONFIG.images);
      }),
      { numRuns: 150 },
    );
  });
});
