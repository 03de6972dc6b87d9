import type { Billing } from "../billing.ts";
import type { EventFacts } from "../storage/event-store.ts";

/** Tells the endpoints which accepted events will never be billed: their code is no metric's, or the metric's property is missing. */
export function announceUnusable(billing: Billing, events: readonly EventFacts[]): void {
  const { metrics, webhookEndpoints } = billing.tables;
  if (webhookEndpoints.all().length === 0) return;
  const byCode = new Map(metrics.all().map((metric) => [metric.code, metric]));
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
