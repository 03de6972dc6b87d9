import type { Measured } from "../../src/domain/billing/aggregation.ts";
import type { ChargeModel, PriceProperties } from "../../src/domain/billing/charge-models.ts";
import type { PriceRange } from "../../src/domain/billing/range-prices.ts";

/** Usage in whole thousandths of a unit, counted the slow and obvious way. */
export interface NaiveUsage {
  readonly thousandths: number;
  readonly events: number;
  /** What each event adds, where events add up. */
  readonly each: readonly number[];
}

const thousandthsOf = ({ properties }: Measured): number | undefined =>
  properties.v === undefined || properties.v === null || Number.isNaN(Number(properties.v))
    ? undefined
    : Math.round(Number(properties.v) * 1000);

/** Those whose result needs no clock. */
export const NAIVE_AGGREGATIONS = ["count_agg", "sum_agg", "max_agg", "unique_count_agg", "latest_agg"] as const;

export type NaiveAggregation = (typeof NAIVE_AGGREGATIONS)[number];

/** Counts events of property `v`, whose values have at most three decimals. */
export function countedNaively(aggregation: NaiveAggregation, events: readonly Measured[]): NaiveUsage {
  const values = events.map(thousandthsOf).filter((value) => value !== undefined);
  switch (aggregation) {
    case "count_agg":
      return { thousandths: events.length * 1000, events: events.length, each: events.map(() => 1000) };
    case "sum_agg":
      return { thousandths: values.reduce((a, b) => a + b, 0), events: values.length, each: values };
    case "max_agg":
      return { thousandths: Math.max(0, ...values), events: values.length, each: [] };
    case "latest_agg":
      return { thousandths: values[values.length - 1] ?? 0, events: values.length, each: [] };
    case "unique_count_agg": {
      const known = events.filter(({ properties }) => properties.v !== undefined && properties.v !== null);
      const names = [...new Set(known.map(({ properties }) => `${properties.v}`))];
      const last = (name: string) => known.findLast(({ properties }) => `${properties.v}` === name);
      const present = names.filter((name) => last(name)?.properties.operation_type !== "remove");
      return { thousandths: present.length * 1000, events: known.length, each: [] };
    }
  }
}

/** Whole ten-thousandths of money. */
const price = (text: string | null | undefined): bigint => BigInt(Math.round(Number(text ?? 0) * 10_000));

/** Prices are in ten-thousandths and units in thousandths, so their products are in ten-millionths. */
const fromTenMillionths = (amount: bigint): bigint => amount * 100n;

/** Cents of an amount in billionths, halves away from zero. */
export function centsNaively(billionths: bigint): number {
  const size = billionths < 0n ? -billionths : billionths;
  return Number((size + 5_000_000n) / 10_000_000n) * (billionths < 0n ? -1 : 1);
}

/** The cents of a charge. */
export const pricedNaively = (model: ChargeModel, prices: PriceProperties, usage: NaiveUsage): number =>
  centsNaively(exactlyNaively(model, prices, usage));

/** The amount of a charge in billionths, worked out unit by unit or by its textbook formula. */
export function exactlyNaively(model: ChargeModel, prices: PriceProperties, usage: NaiveUsage): bigint {
  const units = BigInt(usage.thousandths);
  switch (model) {
    case "standard":
      return fromTenMillionths(units * price(prices.amount));
    case "package": {
      const paid = usage.thousandths / 1000 - (prices.free_units ?? 0);
      let packages = 0n;
      for (let covered = 0; covered < paid; covered += prices.package_size ?? 1) packages += 1n;
      return fromTenMillionths(packages * 1000n * price(prices.amount));
    }
    case "volume": {
      const found = prices.volume_ranges?.find(
        ({ to_value }) => to_value === null || units <= BigInt(to_value) * 1000n,
      );
      if (units === 0n || found === undefined) return 0n;
      return fromTenMillionths(units * price(found.per_unit_amount) + 1000n * price(found.flat_amount));
    }
    case "graduated":
      return fromTenMillionths(graduatedNaively(prices.graduated_ranges ?? [], units));
    case "percentage":
      return percentageNaively(prices, usage);
  }
}

/** Walks through the units a thousandth at a time in spirit: the length of each range's overlap with what was used. */
function graduatedNaively(ranges: readonly PriceRange[], units: bigint): bigint {
  const floors = ranges.map((_, at) => (at === 0 ? 0n : BigInt(ranges[at - 1]?.to_value ?? 0) * 1000n));
  return ranges
    .map((range, at) => {
      const floor = floors[at] ?? 0n;
      const roof = range.to_value === null ? units : BigInt(range.to_value) * 1000n;
      const inside = (units < roof ? units : roof) - floor;
      return inside > 0n ? inside * price(range.per_unit_amount) + 1000n * price(range.flat_amount) : 0n;
    })
    .reduce((a, b) => a + b, 0n);
}

function percentageNaively(prices: PriceProperties, usage: NaiveUsage): bigint {
  if (usage.thousandths === 0) return 0n;
  const free = freeNaively(prices, usage);
  const units = BigInt(Math.max(0, usage.thousandths - free.thousandths));
  const events = BigInt(Math.max(0, usage.events - free.events));
  // A percentage is a hundredth: ten-millionths of it are billionths.
  return units * price(prices.rate) + events * 100_000n * price(prices.fixed_amount);
}

function freeNaively(prices: PriceProperties, { thousandths, each }: NaiveUsage) {
  const events = prices.free_units_per_events || 0;
  const total = Number(prices.free_units_per_total_aggregation ?? 0) * 1000;
  if (events === 0 && total === 0) return { thousandths: 0, events: 0 };
  if (each.length === 0) return { thousandths: Math.min(thousandths, total), events };
  const kept = keptSums(each, events, total);
  const last = kept.at(-1) ?? 0;
  const below = kept.filter((sum) => sum < total).length;
  const counts = [events, below].filter((count) => count !== 0);
  return {
    thousandths: total === 0 ? last : Math.min(last, total),
    events: counts.length === 0 ? 0 : Math.min(...counts),
  };
}

/** The running totals that an allowance looks at: of the first events, or up to the first that reaches the free units. */
function keptSums(each: readonly number[], events: number, total: number): readonly number[] {
  const sums = each.map((_, at) => each.slice(0, at + 1).reduce((a, b) => a + b, 0));
  if (events > 0) return sums.slice(0, events);
  const crossing = sums.findIndex((sum) => sum >= total);
  return crossing < 0 ? sums : sums.slice(0, crossing + 1);
}
