import { aggregate, type Metric, roundedBy, type Usage } from "./aggregation.ts";
import { proratedUsage } from "./prorated-usage.ts";
import { weightedSum } from "./weighted-sum.ts";
import type { Measurements, Window } from "./window.ts";

/** A metric, and whether its units are paid for the days that they are there. */
export interface Measure {
  readonly metric: Metric;
  readonly prorated: boolean;
}

/** The units of a period; the metric's own rounding applies to them. */
export function measure({ metric, prorated }: Measure, events: Measurements, window: Window): Usage {
  const usage = counted(metric, prorated, { events, window });
  return {
    ...usage,
    units: roundedBy(metric, usage.units),
    ...(usage.priced && { priced: roundedBy(metric, usage.priced) }),
  };
}

function counted(metric: Metric, prorated: boolean, of: { events: Measurements; window: Window }): Usage {
  const { events, window } = of;
  const { aggregation_type } = metric;
  if (aggregation_type === "weighted_sum_agg") return weightedSum(metric, events, window);
  if (prorated) return proratedUsage(metric, events, window);
  const all = events.before.length === 0 ? events.within : [...events.before, ...events.within];
  return aggregate({ ...metric, aggregation_type }, all);
}
