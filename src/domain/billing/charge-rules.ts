import type { ChargeModel, PriceProperties } from "./charge-models.ts";
import { decimal, isNegative } from "./decimal.ts";
import type { PriceRange } from "./range-prices.ts";

/** What is wrong with a charge's properties: field to Lago's codes; empty when nothing is. */
export type Complaints = Readonly<Record<string, readonly string[]>>;

type Rule = (properties: PriceProperties) => readonly (readonly [string, string])[];

const RULES: Readonly<Record<ChargeModel, Rule>> = {
  standard: ({ amount }) => unless(isAmount(amount), "amount", "invalid_amount"),
  package: ({ amount, free_units, package_size }) => [
    ...unless(isAmount(amount), "amount", "invalid_amount"),
    ...unless(Number.isInteger(free_units) && Number(free_units) >= 0, "free_units", "invalid_free_units"),
    ...unless(Number.isInteger(package_size) && Number(package_size) > 0, "package_size", "invalid_package_size"),
  ],
  percentage: (properties) => [
    ...unless(isAmount(properties.rate), "rate", "invalid_rate"),
    ...unless(isAmount(properties.fixed_amount ?? "0"), "fixed_amount", "invalid_fixed_amount"),
    ...unless(isCount(properties.free_units_per_events), "free_units_per_events", "invalid_free_units_per_events"),
    ...unless(
      isAmount(properties.free_units_per_total_aggregation ?? "0"),
      "free_units_per_total_aggregation",
      "invalid_free_units_per_total_aggregation",
    ),
  ],
  graduated: ({ graduated_ranges }) => rangeRule("graduated_ranges", graduated_ranges),
  volume: ({ volume_ranges }) => rangeRule("volume_ranges", volume_ranges),
};

/** Checks the prices of a charge before they are kept. */
export function complaintsAbout(model: ChargeModel, properties: PriceProperties): Complaints {
  const found: Record<string, string[]> = {};
  for (const [field, code] of RULES[model](properties)) found[field] = [...(found[field] ?? []), code];
  return found;
}

const unless = (holds: boolean, field: string, code: string): readonly (readonly [string, string])[] =>
  holds ? [] : [[field, code]];

/** Amounts are text: a JSON number has already lost digits. */
function isAmount(value: unknown): boolean {
  const read = typeof value === "string" ? decimal(value) : undefined;
  return read !== undefined && !isNegative(read);
}

const isCount = (value: unknown): boolean =>
  value === undefined || value === null || (Number.isInteger(value) && Number(value) >= 0);

function rangeRule(field: string, ranges: readonly PriceRange[] | undefined): readonly (readonly [string, string])[] {
  if (ranges === undefined || ranges.length === 0) return [[field, `missing_${field}`]];
  const amounts = ranges.every((range) => isAmount(range.per_unit_amount) && isAmount(range.flat_amount));
  return [...unless(amounts, field, "invalid_amount"), ...unless(areContiguous(ranges), field, `invalid_${field}`)];
}

/** From zero, each range beginning at the end of the one before or one above it, the last one open. */
function areContiguous(ranges: readonly PriceRange[]): boolean {
  return ranges.every((range, at) => {
    const starts = startsAllowed(at === 0 ? undefined : ranges[at - 1]);
    return starts.includes(range.from_value) && endsWell(range, at === ranges.length - 1);
  });
}

const startsAllowed = (before: PriceRange | undefined): readonly number[] =>
  before === undefined ? [0] : before.to_value === null ? [] : [before.to_value, before.to_value + 1];

const endsWell = ({ from_value, to_value }: PriceRange, isLast: boolean): boolean =>
  isLast ? to_value === null : typeof to_value === "number" && to_value > from_value;
