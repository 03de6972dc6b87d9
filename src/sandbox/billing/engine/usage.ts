import type { Measured, Usage } from "../../../domain/billing/aggregation.ts";
import { toCents } from "../../../domain/billing/currency.ts";
import type { Decimal } from "../../../domain/billing/decimal.ts";
import { measure } from "../../../domain/billing/measure.ts";
import type { Measurements } from "../../../domain/billing/window.ts";
import type { Billing } from "../billing.ts";
import type { ChargeFilterRecord, ChargeRecord, PlanRecord } from "../records/plan.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import { meterAtStart, meterUntilNow } from "./advance-meters.ts";
import type { MeterSubject } from "./kept-meter.ts";
import { metricById } from "./lookups.ts";
import { amountOf, type MeteredCharge, type Price, priceFor, pricesOf } from "./prices.ts";
import { type UsageSpan, windowOf } from "./schedule.ts";

/** What one price comes to over some time. */
export interface ChargeUsage extends Price {
  readonly usage: Usage;
  readonly amount: Decimal;
  readonly cents: number;
}

/** Whose usage is looked at, by which plan's prices, and when. */
export interface UsageOrder {
  readonly subscription: SubscriptionRecord;
  readonly plan: PlanRecord;
  readonly span: UsageSpan;
}

/** The use of some charges of a plan, or of all: those with filters come once for each of them and once for the rest. */
export function usageOf(
  billing: Billing,
  order: UsageOrder,
  charges: readonly ChargeRecord[] = order.plan.charges,
): readonly ChargeUsage[] {
  const window = windowOf(billing, order.subscription, order.span);
  return charges.flatMap((charge) => {
    const subject = { charge, metric: metricById(billing, charge.metric_id), window };
    const { subscription } = order;
    if (charge.pay_in_advance === true)
      return pricesOf(subject).map((price) =>
        costOf(order, price, meterUntilNow(billing, { ...price, subscription, window }).usage),
      );
    const measured = { metric: subject.metric, prorated: charge.prorated ?? false };
    return bucketsOf(subject, eventsOf(billing, subscription, subject)).map(({ price, events }) =>
      costOf(order, price, measure(measured, events, window)),
    );
  });
}

/** What charges that are paid ahead come to when a period begins: their units that stay from the one before. */
export function carriedUsage(
  billing: Billing,
  order: UsageOrder,
  charges: readonly ChargeRecord[],
): readonly ChargeUsage[] {
  const { subscription, span } = order;
  const window = windowOf(billing, subscription, span);
  return charges.flatMap((charge) =>
    pricesOf({ charge, metric: metricById(billing, charge.metric_id) }).map((price) =>
      costOf(order, price, meterAtStart(billing, { ...price, subscription, window }).usage),
    ),
  );
}

function costOf({ plan }: UsageOrder, price: Price, usage: Usage): ChargeUsage {
  const amount = amountOf(price, usage);
  return { ...price, usage, amount, cents: toCents(amount, plan.amount_currency) };
}

function eventsOf(
  { events }: Billing,
  { external_id }: SubscriptionRecord,
  { metric, window }: Pick<MeterSubject, "metric" | "window">,
): Measurements {
  const between = (from: number, to: number) => events.between(external_id, metric.code, { from, to });
  return {
    before: metric.recurring ? between(Number.NEGATIVE_INFINITY, window.from - 1) : [],
    within: between(window.from, window.to),
  };
}

interface Bucket {
  readonly price: Price;
  readonly events: Measurements;
}

/** The events by the price that they fall under. */
function bucketsOf(of: MeteredCharge, events: Measurements): readonly Bucket[] {
  const prices = pricesOf(of);
  const [only] = prices;
  if (prices.length === 1 && only !== undefined) return [{ price: only, events }];
  const buckets = new Map<ChargeFilterRecord | null, Sorted>();
  for (const { filter } of prices) buckets.set(filter, { before: [], within: [] });
  for (const name of ["before", "within"] as const)
    for (const event of events[name]) buckets.get(priceFor(of, event).filter)?.[name].push(event);
  return prices.map((price) => ({ price, events: buckets.get(price.filter) ?? events }));
}

interface Sorted {
  readonly before: Measured[];
  readonly within: Measured[];
}
