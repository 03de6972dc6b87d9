import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AGGREGATIONS, type Aggregation, aggregate, type Measured } from "../../src/domain/billing/aggregation.ts";
import {
  CHARGE_MODELS,
  type ChargeModel,
  type PriceProperties,
  priceOf,
} from "../../src/domain/billing/charge-models.ts";
import { complaintsAbout } from "../../src/domain/billing/charge-rules.ts";
import { toCents } from "../../src/domain/billing/currency.ts";
import { countedNaively, pricedNaively } from "../support/naive-billing.ts";

const metric = (aggregation_type: Aggregation) =>
  ({ aggregation_type, field_name: "v", rounding_function: null, rounding_precision: null }) as const;

/** Values with up to three decimals, and now and then something that is no number or not there. */
const events: fc.Arbitrary<readonly Measured[]> = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 0, max: 50_000 }).map((thousandths) => ({ v: thousandths / 1000 })) },
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 500 }).map((v) => ({ v: String(v) })) },
      { weight: 1, arbitrary: fc.constantFrom({}, { v: "many" }, { v: null }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 9 }).map((v) => ({ v, operation_type: "remove" })) },
    ),
    { maxLength: 30 },
  )
  .map((all) => all.map((properties) => ({ properties })));

const money = fc.integer({ min: 0, max: 999_999 }).map((n) => (n / 10_000).toFixed(4));

const ranges = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 3 }),
    fc.boolean(),
    fc.array(money, { minLength: 8, maxLength: 8 }),
  )
  .map(([widths, plusOne, amounts]) => {
    let reached = 0;
    return [...widths, null].map((width, at) => {
      const from_value = at === 0 ? 0 : plusOne ? reached + 1 : reached;
      reached += (width ?? 0) + 1;
      return {
        from_value,
        to_value: width === null ? null : reached,
        per_unit_amount: amounts[at * 2] ?? "0",
        flat_amount: amounts[at * 2 + 1] ?? "0",
      };
    });
  });

const properties: Readonly<Record<ChargeModel, fc.Arbitrary<PriceProperties>>> = {
  standard: fc.record({ amount: money }),
  package: fc.record({
    amount: money,
    free_units: fc.integer({ min: 0, max: 50 }),
    package_size: fc.integer({ min: 1, max: 40 }),
  }),
  percentage: fc.record({
    rate: money,
    fixed_amount: money,
    free_units_per_events: fc.option(fc.integer({ min: 0, max: 5 })),
    free_units_per_total_aggregation: fc.option(fc.integer({ min: 0, max: 100 }).map(String)),
  }),
  graduated: ranges.map((graduated_ranges) => ({ graduated_ranges })),
  volume: ranges.map((volume_ranges) => ({ volume_ranges })),
};

describe.each(CHARGE_MODELS)("a %s charge", (model) => {
  test.each(AGGREGATIONS)("on %s comes to the cent of an independent calculation", (aggregation) => {
    fc.assert(
      fc.property(events, properties[model], (usage, prices) => {
        expect(complaintsAbout(model, prices)).toEqual({});
        const measured = aggregate(metric(aggregation), usage);
        const naive = countedNaively(aggregation, usage);
        expect(measured.events).toBe(naive.events);
        expect(toCents(priceOf(model, prices, measured), "USD")).toBe(pricedNaively(model, prices, naive));
      }),
      { numRuns: 150 },
    );
  });
});

test("prices that cannot be computed are named by their field", () => {
  const open = { from_value: 0, to_value: null, per_unit_amount: "1", flat_amount: "0" };
  expect(complaintsAbout("standard", {})).toEqual({ amount: ["invalid_amount"] });
  expect(complaintsAbout("standard", { amount: "-1" })).toEqual({ amount: ["invalid_amount"] });
  expect(complaintsAbout("package", { amount: "1", package_size: 0 })).toEqual({
    free_units: ["invalid_free_units"],
    package_size: ["invalid_package_size"],
  });
  expect(complaintsAbout("percentage", { rate: "x" })).toEqual({ rate: ["invalid_rate"] });
  expect(complaintsAbout("graduated", {})).toEqual({ graduated_ranges: ["missing_graduated_ranges"] });
  expect(complaintsAbout("volume", { volume_ranges: [open, open] })).toEqual({
    volume_ranges: ["invalid_volume_ranges"],
  });
  const gap = [
    { ...open, to_value: 10 },
    { ...open, from_value: 12 },
  ];
  expect(complaintsAbout("graduated", { graduated_ranges: gap })).toEqual({
    graduated_ranges: ["invalid_graduated_ranges"],
  });
});

test("a metric's rounding applies to its units", () => {
  const usage = [{ properties: { v: 1.24 } }, { properties: { v: "1.01" } }];
  const rounded = (rounding_function: "ceil" | "floor" | "round", rounding_precision: number) =>
    aggregate({ ...metric("sum_agg"), rounding_function, rounding_precision }, usage).units;
  expect(rounded("ceil", 1)).toEqual({ digits: 23n, scale: 1 });
  expect(rounded("floor", 0)).toEqual({ digits: 2n, scale: 0 });
  expect(rounded("round", 1)).toEqual({ digits: 23n, scale: 1 });
});
