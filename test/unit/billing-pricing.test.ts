import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CHARGE_MODELS, priceOf } from "../../src/domain/billing/charge-models.ts";
import { complaintsAbout } from "../../src/domain/billing/charge-rules.ts";
import { toCents } from "../../src/domain/billing/currency.ts";
import { measure } from "../../src/domain/billing/measure.ts";
import { anyEvents, anyPrices } from "../support/billing-arbitraries.ts";
import { countedNaively, NAIVE_AGGREGATIONS, type NaiveAggregation, pricedNaively } from "../support/naive-billing.ts";

const window = { from: 0, to: 999, zone: "UTC", days: 1 };

const metric = (aggregation_type: NaiveAggregation) =>
  ({ aggregation_type, field_name: "v", rounding_function: null, rounding_precision: null }) as const;

describe.each(CHARGE_MODELS)("a %s charge", (model) => {
  test.each(NAIVE_AGGREGATIONS)("on %s comes to the cent of an independent calculation", (aggregation) => {
    fc.assert(
      fc.property(anyEvents, anyPrices[model], (usage, prices) => {
        expect(complaintsAbout(model, prices)).toEqual({});
        const events = { before: [], within: usage };
        const measured = measure({ metric: metric(aggregation), prorated: false }, events, window);
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
  const within = [1.24, "1.01"].map((v, timestamp) => ({ timestamp, properties: { v } }));
  const rounded = (rounding_function: "ceil" | "floor" | "round", rounding_precision: number) =>
    measure(
      { metric: { ...metric("sum_agg"), rounding_function, rounding_precision }, prorated: false },
      { before: [], within },
      window,
    ).units;
  expect(rounded("ceil", 1)).toEqual({ digits: 23n, scale: 1 });
  expect(rounded("floor", 0)).toEqual({ digits: 2n, scale: 0 });
  expect(rounded("round", 1)).toEqual({ digits: 23n, scale: 1 });
});
