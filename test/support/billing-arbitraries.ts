import fc from "fast-check";
import type { Measured } from "../../src/domain/billing/aggregation.ts";
import type { ChargeModel, PriceProperties } from "../../src/domain/billing/charge-models.ts";

/** Values with up to three decimals, and now and then something that is no number or not there. */
export const anyEvents: fc.Arbitrary<readonly Measured[]> = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 0, max: 50_000 }).map((thousandths) => ({ v: thousandths / 1000 })) },
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 500 }).map((v) => ({ v: String(v) })) },
      { weight: 1, arbitrary: fc.constantFrom({}, { v: "many" }, { v: null }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 9 }).map((v) => ({ v, operation_type: "remove" })) },
    ),
    { maxLength: 30 },
  )
  .map((all) => all.map((properties, timestamp) => ({ timestamp, properties })));

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

/** Prices of each model. */
export const anyPrices: Readonly<Record<ChargeModel, fc.Arbitrary<PriceProperties>>> = {
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
