import type { Billing } from "../billing.ts";
import { subscriptionIn } from "../engine/lookups.ts";
import type { EventFacts } from "../storage/event-store.ts";

/** Tells the endpoints which accepted events will never be billed, and why. */
export function announceUnusable(billing: Billing, events: readonly EventFacts[]): void {
  if (billing.tables.webhookEndpoints.all().length === 0) return;
  announceUnmeasured(billing, events);
  for (const event of events)
    if (subscriptionIn(billing, event.subscription, ["active", "pending"]) === undefined)
      announceAstray(billing, event);
}

/** Their code is no metric's, or the metric's property is missing. */
function announceUnmeasured(billing: Billing, events: readonly EventFacts[]): void {
  const byCode = new Map(billing.tables.metrics.all().map((metric) => [metric.code, metric]));
  const unknown = events.filter(({ code }) => !byCode.has(code));
  const bare = events.filter(({ code, properties }) => {
    const metric = byCode.get(code);
    if (metric === undefined || metric.aggregation_type === "count_agg") return false;
    return (properties[metric.field_name ?? ""] ?? null) === null;
  });
  if (unknown.length + bare.length === 0) return;
  const transactions = (some: readonly EventFacts[]) => some.map(({ transaction }) => transaction);
  billing.emit("events.errors", "events_errors", {
    invalid_code: transactions(unknown),
    missing_aggregation_property: transactions(bare),
    invalid_filter_values: [],
    missing_group_key: [],
  });
}

/** It names no subscription, or none that is there: a customer's id alone says nothing about what to bill. */
function announceAstray(
  billing: Billing,
  { subscription, transaction, code, timestamp, properties }: EventFacts,
): void {
  billing.emit("event.error", "event_error", {
    status: 422,
    error: "Unprocessable Entity",
    message: { external_subscription_id: ["subscription_not_found"] },
    event: {
      transaction_id: transaction,
      lago_customer_id: null,
      lago_subscription_id: null,
      external_subscription_id: subscription,
      code,
      timestamp: new Date(timestamp).toISOString(),
      properties,
    },
  });
}
