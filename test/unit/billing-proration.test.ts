import fc from "fast-check";
import { expect, test } from "vitest";
import type { Measured } from "../../src/domain/billing/aggregation.ts";
import { priceOf } from "../../src/domain/billing/charge-models.ts";
import { compare, type Decimal, decimalOr0, minus, times, toText } from "../../src/domain/billing/decimal.ts";
import { measure } from "../../src/domain/billing/measure.ts";
import type { PriceRange } from "../../src/domain/billing/range-prices.ts";
import { type DayEvent, graduatedUnitDays, sumUnitDays, uniqueUnitDays } from "../support/naive-proration.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const DAYS = 30;
const window = { from: 0, to: DAYS * DAY - 1, zone: "UTC", days: DAYS };

const metric = (aggregation_type: "sum_agg" | "unique_count_agg" | "weighted_sum_agg") =>
  ({ aggregation_type, field_name: "v", rounding_function: null, rounding_precision: null }) as const;

const dayEvents = (least: number) =>
  fc
    .array(
      fc.record({
        day: fc.integer({ min: -20, max: DAYS - 1 }),
        v: fc.integer({ min: least, max: 9 }),
        isRemoval: fc.boolean(),
      }),
      { maxLength: 15 },
    )
    .map((events) => events.toSorted((a, b) => a.day - b.day));

/** The events at growing times of their days. */
function measurements(events: readonly DayEvent[]) {
  const all: Measured[] = events.map(({ day, v, isRemoval }, at) => ({
    timestamp: day * DAY + at * HOUR,
    properties: isRemoval ? { v, operation_type: "remove" } : { v },
  }));
  return {
    before: all.filter(({ timestamp }) => timestamp < 0),
    within: all.filter(({ timestamp }) => timestamp >= 0),
  };
}

/** At most one unit in the fifth decimal above the exact share: it is rounded up. */
function expectShare(priced: Decimal | undefined, unitDays: number): void {
  const excess = minus(times(priced ?? decimalOr0(-999), decimalOr0(DAYS)), decimalOr0(unitDays));
  expect(compare(excess, decimalOr0(0))).toBeGreaterThanOrEqual(0);
  expect(compare(excess, times(decimalOr0(DAYS), { digits: 1n, scale: 5 }))).toBeLessThan(0);
}

test("a prorated sum is what stands on each day, over the days of the period", () => {
  fc.assert(
    fc.property(dayEvents(-5), (events) => {
      const usage = measure({ metric: metric("sum_agg"), prorated: true }, measurements(events), window);
      expectShare(usage.priced, sumUnitDays(events, DAYS));
      expect(toText(usage.units)).toBe(`${events.reduce((sum, { v }) => sum + v, 0)}.0`);
    }),
    { numRuns: 300 },
  );
});

test("a prorated count of unique values is paid for each day on which a value was there, and once for it", () => {
  fc.assert(
    fc.property(dayEvents(0), (events) => {
      const usage = measure({ metric: metric("unique_count_agg"), prorated: true }, measurements(events), window);
      expectShare(usage.priced, uniqueUnitDays(events, DAYS));
    }),
    { numRuns: 300 },
  );
});

const ranges: readonly PriceRange[] = [
  { from_value: 0, to_value: 5, per_unit_amount: "10", flat_amount: "1" },
  { from_value: 6, to_value: 12, per_unit_amount: "5", flat_amount: "2" },
  { from_value: 13, to_value: null, per_unit_amount: "1.5", flat_amount: "0" },
];

test("prorated units are priced in the range that they came into, for the days that they stay", () => {
  fc.assert(
    fc.property(dayEvents(-2), (events) => {
      const price = { graduated_ranges: ranges };
      const usage = measure({ metric: metric("sum_agg"), prorated: true }, measurements(events), window);
      const naive = graduatedUnitDays(ranges, events, DAYS);
      fc.pre(naive.held >= 0);
      const exact = Math.max(0, naive.amount) / DAYS / 10_000 + naive.flat / 10_000;
      expect(Number(toText(priceOf("graduated", price, usage)))).toBeCloseTo(exact, 9);
    }),
    { numRuns: 300 },
  );
});

test("a prorated volume price is that of all units, paid for those of the days", () => {
  const events = measurements([{ day: 15, v: 10, isRemoval: false }]);
  const usage = measure({ metric: metric("sum_agg"), prorated: true }, events, window);
  expect(toText(priceOf("volume", { volume_ranges: ranges }, usage))).toBe("27.0");
});

test("a weighted sum is the average of what stood, hour by hour", () => {
  const hourly = fc.array(
    fc.record({ hour: fc.integer({ min: -50, max: DAYS * 24 - 1 }), v: fc.integer({ min: 0, max: 9 }) }),
    {
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(hourly, (unsorted) => {
      const sorted = unsorted.toSorted((a, b) => a.hour - b.hour);
      const all = sorted.map(({ hour, v }) => ({ timestamp: hour * HOUR, properties: { v } }));
      const events = {
        before: all.filter(({ timestamp }) => timestamp < 0),
        within: all.filter(({ timestamp }) => timestamp >= 0),
      };
      const usage = measure({ metric: metric("weighted_sum_agg"), prorated: false }, events, window);
      let hours = 0;
      for (let now = 0; now < DAYS * 24; now += 1) for (const { hour, v } of sorted) if (hour <= now) hours += v;
      expect(Number(toText(usage.units))).toBeCloseTo(hours / (DAYS * 24), 12);
      expect(toText(usage.standing ?? decimalOr0(-1))).toBe(`${sorted.reduce((sum, { v }) => sum + v, 0)}.0`);
      expect(usage.events).toBe(events.within.length);
    }),
    { numRuns: 100 },
  );
});

test("a weighted sum that ends early is held against the whole period", () => {
  const events = { before: [], within: [{ timestamp: 0, properties: { v: 30 } }] };
  const early = { ...window, to: 10 * DAY - 1 };
  expect(toText(measure({ metric: metric("weighted_sum_agg"), prorated: false }, events, early).units)).toBe("10.0");
});
