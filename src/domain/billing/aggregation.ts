import { type Decimal, decimal, isNegative, most, plus, type Rounding, roundTo, ZERO } from "./decimal.ts";

export const AGGREGATIONS = ["count_agg", "sum_agg", "max_agg", "unique_count_agg", "latest_agg"] as const;

/** How a metric makes one number of many events. */
export type Aggregation = (typeof AGGREGATIONS)[number];

/** What of a metric decides its number. */
export interface Metric {
  readonly aggregation_type: Aggregation;
  readonly field_name: string | null;
  readonly rounding_function: Rounding | null;
  readonly rounding_precision: number | null;
}

/** An event as a metric sees it. Events come ordered by time, then by arrival. */
export interface Measured {
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The units of a period. */
export interface Usage {
  readonly units: Decimal;
  /** How many events count: those without a usable value do not. */
  readonly events: number;
  /** What each event adds, in order; empty for metrics whose events do not add up. */
  readonly added: readonly Decimal[];
}

const NOTHING: Usage = { units: ZERO, events: 0, added: [] };
const ONE: Decimal = { digits: 1n, scale: 0 };

type Aggregate = (events: readonly Measured[], field: string) => Usage;

const AGGREGATES: Readonly<Record<Aggregation, Aggregate>> = {
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

/** Aggregates the events of one metric; the metric's own rounding applies to the result. */
export function aggregate(metric: Metric, events: readonly Measured[]): Usage {
  const usage = AGGREGATES[metric.aggregation_type](events, metric.field_name ?? "");
  if (metric.rounding_function === null) return usage;
  return { ...usage, units: roundTo(usage.units, metric.rounding_precision ?? 0, metric.rounding_function) };
}

function valuesOf(events: readonly Measured[], field: string): readonly Decimal[] {
  return events.flatMap((event) => decimal(valueAt(event, field)) ?? []);
}

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
  const present = new Set<string>();
  let counted = 0;
  for (const event of events) {
    const value = valueAt(event, field);
    if (value === undefined || value === null) continue;
    counted += 1;
    if (event.properties.operation_type === "remove") present.delete(String(value));
    else present.add(String(value));
  }
  return { units: { digits: BigInt(present.size), scale: 0 }, events: counted, added: [] };
}
