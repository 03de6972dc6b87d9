import type { Usage } from "../../../domain/billing/aggregation.ts";
import { filterFor } from "../../../domain/billing/charge-filters.ts";
import { priceOf } from "../../../domain/billing/charge-models.ts";
import type { Decimal } from "../../../domain/billing/decimal.ts";
import type { MetricRecord } from "../records/metric.ts";
import type { ChargeFilterRecord, ChargeRecord } from "../records/plan.ts";
import type { UsageEvent } from "../storage/event-store.ts";

/** A charge with what it counts. */
export interface MeteredCharge {
  readonly charge: ChargeRecord;
  readonly metric: MetricRecord;
}

/** One price: that of one of a charge's filters, or the charge's own for what no filter takes. */
export interface Price extends MeteredCharge {
  readonly filter: ChargeFilterRecord | null;
}

/** Every price of a charge, the one for the rest last. */
export const pricesOf = ({ charge, metric }: MeteredCharge): readonly Price[] =>
  [...(charge.filters ?? []), null].map((filter) => ({ charge, metric, filter }));

/** The price that an event falls under. */
export const priceFor = ({ charge, metric }: MeteredCharge, { properties }: Pick<UsageEvent, "properties">): Price => ({
  charge,
  metric,
  filter: filterFor(charge.filters ?? [], metric.filters ?? [], properties) ?? null,
});

/** What usage costs by a price, exactly. */
export const amountOf = ({ charge, filter }: Price, usage: Usage): Decimal =>
  priceOf(charge.charge_model, (filter ?? charge).properties, usage);
