import type { Measured } from "../../src/domain/billing/aggregation.ts";
import type { ChargeModel, PriceProperties } from "../../src/domain/billing/charge-models.ts";
import {
  centsNaively,
  countedNaively,
  exactlyNaively,
  type NaiveAggregation,
  type NaiveUsage,
} from "./naive-billing.ts";

/** How events are billed one by one. */
export interface NaiveAdvance {
  readonly aggregation: NaiveAggregation;
  readonly model: ChargeModel;
  readonly prices: PriceProperties;
}

/** What each event adds to the bill, in cents: all events up to it at the highest that was reached, less those before it. */
export function advancesNaively(of: NaiveAdvance, events: readonly Measured[]): readonly number[] {
  const counting = events.filter((event) => countedNaively(of.aggregation, [event]).events === 1);
  return counting.map((_, at) => {
    const before = highest(of, counting.slice(0, at));
    const after = highest(of, counting.slice(0, at + 1));
    return centsNaively(costOf(of, after) - costOf(of, before));
  });
}

const costOf = ({ model, prices }: NaiveAdvance, usage: NaiveUsage): bigint => exactlyNaively(model, prices, usage);

/** The usage of the events, as if its units had stayed at the highest they ever were. */
function highest({ aggregation }: NaiveAdvance, events: readonly Measured[]): NaiveUsage {
  const usage = countedNaively(aggregation, events);
  const ways = events.map((_, at) => countedNaively(aggregation, events.slice(0, at + 1)).thousandths);
  return { ...usage, thousandths: Math.max(0, ...ways) };
}
