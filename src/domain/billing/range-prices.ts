import type { Moves, Usage } from "./aggregation.ts";
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

/** A step of a graduated or volume price; the last one is open. */
export interface PriceRange {
  readonly from_value: number;
  readonly to_value: number | null;
  readonly per_unit_amount: string;
  readonly flat_amount: string;
}

/** Decimals of an amount that was divided over days. */
const AMOUNT_DIGITS = 20;

/** Each range prices the units that fall into it; its flat amount is due as soon as it is reached. */
export function graduatedPrice(ranges: readonly PriceRange[], { units, moves }: Usage): Decimal {
  return moves === undefined ? graduatedOf(ranges, units) : graduatedByDays(ranges, moves);
}

function graduatedOf(ranges: readonly PriceRange[], units: Decimal): Decimal {
  const perUnit = spread(ranges, { from: ZERO, to: units }, decimalOr0(1));
  return plus(perUnit, flatUpTo(ranges, units));
}

/** Units are in the range that they reached when they came, and are priced there for the days that they stay. */
function graduatedByDays(ranges: readonly PriceRange[], { list, days }: Moves): Decimal {
  let reached = ZERO;
  let highest = ZERO;
  let unitDays = ZERO;
  for (const move of list) {
    const next = plus(reached, move.units);
    unitDays = plus(unitDays, spread(ranges, { from: reached, to: next }, decimalOr0(move.days)));
    reached = next;
    highest = most(highest, reached);
  }
  if (isNegative(reached)) return ZERO;
  return plus(most(divide(unitDays, decimalOr0(days), AMOUNT_DIGITS), ZERO), flatUpTo(ranges, highest));
}

/** The per-unit amounts of a way up or down through the ranges, times a factor; the first range goes on below zero. */
function spread(ranges: readonly PriceRange[], way: { from: Decimal; to: Decimal }, factor: Decimal): Decimal {
  const isUp = compare(way.to, way.from) >= 0;
  const [low, high] = isUp ? [way.from, way.to] : [way.to, way.from];
  let total = ZERO;
  let floor: Decimal | undefined;
  for (const { to_value, per_unit_amount } of ranges) {
    const from = floor === undefined ? low : most(low, floor);
    const roof = to_value === null ? high : least(high, decimalOr0(to_value));
    const inside = most(minus(roof, from), ZERO);
    total = plus(total, times(times(inside, factor), decimalOr0(per_unit_amount)));
    floor = decimalOr0(to_value);
  }
  return isUp ? total : minus(ZERO, total);
}

function flatUpTo(ranges: readonly PriceRange[], units: Decimal): Decimal {
  const reached = ranges.filter((_, at) => compare(units, at === 0 ? ZERO : decimalOr0(ranges[at - 1]?.to_value)) > 0);
  return reached.reduce((total, { flat_amount }) => plus(total, decimalOr0(flat_amount)), ZERO);
}

/** One range, that of all units, prices those that are paid for. */
export function volumePrice(ranges: readonly PriceRange[], { units, priced = units }: Usage): Decimal {
  const range = ranges.find(({ to_value }) => to_value === null || compare(units, decimalOr0(to_value)) <= 0);
  if (isZero(units) || range === undefined) return ZERO;
  return plus(times(priced, decimalOr0(range.per_unit_amount)), decimalOr0(range.flat_amount));
}
