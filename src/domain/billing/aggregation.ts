import { type Decimal, decimal, isNegative, most, plus, type Rounding, roundTo, ZERO } from "./decimal.ts";

export const AGGREGATIONS = [
  "count_agg",
  "sum_agg",
  "max_agg",
  "unique_count_agg",
  "latest_agg",
  "weighted_sum_agg",
] as const;

/** How a metric makes one number of many events. */
export type Aggregation = (typeof AGGREGATIONS)[number];

/** What of a metric decides its number. */
export interface Metric {
  readonly aggregation_type: Aggregation;
  readonly field_name: string | null;
  readonly rounding_function: Rounding | null;
  readonly rounding_precision: number | null;
}

/** An event as a metric sees it. Events come ordered by time (milliseconds since 1970), then by arrival. */
export interface Measured {
  readonly timestamp: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The units of a period. */
export interface Usage {
  readonly units: Decimal;
  /** How many events count: those without a usable value do not. */
  readonly events: number;
  /** What each event adds, in order; empty for metrics whose events do not add up. */
  readonly added: readonly Decimal[];
  /** What amounts are worked out from, where that is less than all units for their share of the period's days. */
  readonly priced?: Decimal;
  /** How prorated units came and went. */
  readonly moves?: Moves;
  /** What stands at the period's end, where the units are an average over it. */
  readonly standing?: Decimal;
}

/** Units that came (or went, below zero) and the days of the period that they are paid for. */
export interface Move {
  readonly units: Decimal;
  readonly days: number;
}

/** Moves in their order, and the days of the whole period. */
export interface Moves {
  readonly list: readonly Move[];
  readonly days: number;
}

const NOTHING: Usage = { units: ZERO, events: 0, added: [] };
const ONE: Decimal = { digits: 1n, scale: 0 };

type Aggregate = (events: readonly Measured[], field: string) => Usage;

const AGGREGATES: Readonly<Record<Exclude<Aggregation, "weighted_sum_agg">, Aggregate>> = {
  count_agg: (events) => ({
    units: { digits: BigInt(events.length), scale: 0 },
    events: events.length,
    added: events.map(() => ONE),
  }),
  sum_agg: (events, field) => {
    const added = valuesOf(events, field);
    return { units: sum(added), events: added.length, added };
  },
  max_agg: (events, field) => {
    const [first = ZERO, ...rest] = valuesOf(events, field);
    return { ...NOTHING, units: rest.reduce(most, first), events: valuesOf(events, field).length };
  },
  latest_agg: (events, field) => {
    const values = valuesOf(events, field);
    const latest = values.at(-1) ?? ZERO;
    return { ...NOTHING, units: isNegative(latest) ? ZERO : latest, events: values.length };
  },
  unique_count_agg: uniqueCount,
};

/** Counts the events of a metric whose result needs nothing but them; no rounding is applied. */
export function aggregate(
  { aggregation_type, field_name }: Metric & { readonly aggregation_type: keyof typeof AGGREGATES },
  events: readonly Measured[],
): Usage {
  return AGGREGATES[aggregation_type](events, field_name ?? "");
}

/** A number of units by the metric's own rounding. */
export const roundedBy = ({ rounding_function, rounding_precision }: Metric, units: Decimal): Decimal =>
  rounding_function === null ? units : roundTo(units, rounding_precision ?? 0, rounding_function);

function valuesOf(events: readonly Measured[], field: string): readonly Decimal[] {
  return events.flatMap((event) => numberAt(event, field) ?? []);
}

/** The number that an event carries, where it carries one. */
export const numberAt = (event: Measured, field: string): Decimal | undefined => decimal(valueAt(event, field));

/** The event's own value; what every object inherits is none. */
const valueAt = ({ properties }: Measured, field: string): unknown =>
  Object.hasOwn(properties, field) ? properties[field] : undefined;

/** Whole numbers are added as such: a period may hold a hundred thousand of them. */
function sum(values: readonly Decimal[]): Decimal {
  let whole = 0n;
  let rest = ZERO;
  for (const value of values)
    if (value.scale === 0) whole += value.digits;
    else rest = plus(rest, value);
  return plus({ digits: whole, scale: 0 }, rest);
}

/** A value counts while it was added and not removed again (`operation_type`). */
function uniqueCount(events: readonly Measured[], field: string): Usage {
  const units = { digits: BigInt(presentAfter(events, field).size), scale: 0 };
  return { units, events: events.filter((event) => nameAt(event, field) !== undefined).length, added: [] };
}

/** The values that were added and not removed again. */
export function presentAfter(events: readonly Measured[], field: string): Set<string> {
  const present = new Set<string>();
  for (const event of events) {
    const name = nameAt(event, field);
    if (name === undefined) continue;
    if (isRemoval(event)) present.delete(name);
    else present.add(name);
  }
  return present;
}

/** The value that an event counts as, where values are told apart by their text. */
export function nameAt(event: Measured, field: string): string | undefined {
  const value = valueAt(event, field);
  return value === undefined || value === null ? undefined : String(value);
}

/** True where the event takes its value away again. */
export const isRemoval = ({ properties }: Measured): boolean => properties.operation_type === "remove";
