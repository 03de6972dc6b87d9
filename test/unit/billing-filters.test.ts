import fc from "fast-check";
import { expect, test } from "vitest";
import { EVERY_VALUE, filterFor, nameOfFilter } from "../../src/domain/billing/charge-filters.ts";

const known = [
  { key: "region", values: ["eu", "us"] },
  { key: "size", values: ["small", "large"] },
];

const filter = (name: string, values: Readonly<Record<string, readonly string[]>>) => ({ name, values });

const priceOf = (filters: ReturnType<typeof filter>[], properties: object) =>
  filterFor(filters, known, { ...properties })?.name;

test("the filter with the most keys that fit prices an event, the first where several have as many", () => {
  const filters = [
    filter("europe", { region: ["eu"] }),
    filter("small", { size: ["small"] }),
    filter("both", { region: ["eu", "us"], size: ["small"] }),
  ];
  expect(priceOf(filters, { region: "eu" })).toBe("europe");
  expect(priceOf(filters, { region: "eu", size: "small" })).toBe("both");
  expect(priceOf(filters, { region: "asia", size: "small" })).toBe("small");
  expect(priceOf(filters.slice(0, 2), { region: "eu", size: "small" })).toBe("europe");
  expect(priceOf(filters, { region: "us" })).toBeUndefined();
  expect(priceOf(filters, Object.create({ region: "eu" }))).toBeUndefined();
});

test("every value means each one that the metric knows, and no other", () => {
  const filters = [filter("any", { region: [EVERY_VALUE] })];
  expect(priceOf(filters, { region: "us" })).toBe("any");
  expect(priceOf(filters, { region: "mars" })).toBeUndefined();
  expect(priceOf(filters, {})).toBeUndefined();
});

test("a filter without a name is called by its values, or by the key where it takes all of them", () => {
  expect(nameOfFilter({ invoice_display_name: null, values: { region: ["eu", "us"], size: [EVERY_VALUE] } })).toBe(
    "eu, us, size",
  );
  expect(nameOfFilter({ invoice_display_name: "Mine", values: { region: ["eu"] } })).toBe("Mine");
});

test("an event never falls under a filter that one of its keys contradicts", () => {
  const values = fc.constantFrom("eu", "us", "mars");
  const rules = fc.array(fc.record({ region: fc.subarray(["eu", "us"], { minLength: 1 }) }), { maxLength: 4 });
  fc.assert(
    fc.property(rules, values, (all, region) => {
      const filters = all.map((one, at) => filter(String(at), one));
      const found = filterFor(filters, known, { region });
      const first = filters.find((one) => one.values.region?.includes(region));
      expect(found).toBe(first);
    }),
  );
});
