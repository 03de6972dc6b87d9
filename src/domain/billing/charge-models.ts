import type { Usage } from "./aggregation.ts";
import {
  compare,
  type Decimal,
  decimalOr0,
  divide,
  isNegative,
  isZero,
  least,
  minus,
  most,
  plus,
  times,
  ZERO,
} from "./decimal.ts";
import { graduatedPrice, type PriceRange, volumePrice } from "./range-prices.ts";

export const CHARGE_MODELS = ["standard", "graduated", "package", "percentage", "volume"] as const;

/** How units become money. */
export type ChargeModel = (typeof CHARGE_MODELS)[number];

/** The prices of a charge, as its model names them; amounts are decimal text in the plan's currency. */
export interface PriceProperties {
  readonly amount?: string;
  readonly free_units?: number;
  readonly package_size?: number;
  readonly rate?: string;
  readonly fixed_amount?: string | null;
  readonly free_units_per_events?: number | null | undefined;
  readonly free_units_per_total_aggregation?: string | null | undefined;
  readonly graduated_ranges?: readonly PriceRange[];
  readonly volume_ranges?: readonly PriceRange[];
}

type Price = (properties: PriceProperties, usage: Usage) => Decimal;

const MODELS: Readonly<Record<ChargeModel, Price>> = {
  standard: ({ amount }, { units, priced = units }) => times(priced, decimalOr0(amount)),
  package: packagePrice,
  graduated: ({ graduated_ranges = [] }, usage) => graduatedPrice(graduated_ranges, usage),
  volume: ({ volume_ranges = [] }, usage) => volumePrice(volume_ranges, usage),
  percentage: percentagePrice,
};

/** What the usage of a period costs, exactly; less than nothing costs nothing. */
export function priceOf(model: ChargeModel, properties: PriceProperties, usage: Usage): Decimal {
  if (isNegative(usage.units)) return ZERO;
  return most(MODELS[model](properties, usage), ZERO);
}

/** A package that was begun is paid whole. */
function packagePrice({ amount, free_units, package_size }: PriceProperties, { units }: Usage): Decimal {
  const paid = minus(units, decimalOr0(free_units));
  if (compare(paid, ZERO) <= 0) return ZERO;
  return times(divide(paid, decimalOr0(package_size), 0, "ceil"), decimalOr0(amount));
}

const PERCENT: Decimal = { digits: 1n, scale: 2 };

/** A rate on the units beyond the free ones, and a fixed amount for each event beyond the free ones. */
function percentagePrice(properties: PriceProperties, usage: Usage): Decimal {
  if (isZero(usage.units)) return ZERO;
  const free = freePart(properties, usage);
  const units = most(minus(usage.units, free.units), ZERO);
  const events = decimalOr0(Math.max(0, usage.events - free.events));
  const share = times(times(units, decimalOr0(properties.rate)), PERCENT);
  return plus(share, times(events, decimalOr0(properties.fixed_amount)));
}

interface Free {
  readonly units: Decimal;
  readonly events: number;
}

/** The first events, or the first units, or as many as both allowances grant. An event that crosses the free units is not free. */
function freePart(properties: PriceProperties, { units, added }: Usage): Free {
  const events = properties.free_units_per_events ?? 0;
  const total = decimalOr0(properties.free_units_per_total_aggregation);
  if (events === 0 && isZero(total)) return { units: ZERO, events: 0 };
  if (added.length === 0) return { units: isZero(total) ? ZERO : least(units, total), events };
  const running = runningTotals(added, events, total);
  const last = running.at(-1) ?? ZERO;
  const within = running.filter((sum) => compare(sum, total) < 0).length;
  const counts = [events, within].filter((count) => count > 0);
  return {
    units: isZero(total) ? last : least(last, total),
    events: counts.length === 0 ? 0 : Math.min(...counts),
  };
}

function runningTotals(added: readonly Decimal[], events: number, total: Decimal): readonly Decimal[] {
  const sums: Decimal[] = [];
  let sum = ZERO;
  for (const value of added) {
    if (events > 0 ? sums.length >= events : compare(sum, total) >= 0) break;
    sum = plus(sum, value);
    sums.push(sum);
  }
  return sums;
}
