import type { Call } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { subscriptionIn } from "../engine/lookups.ts";
import type { UsageEvent } from "../storage/event-store.ts";

/** When a subscription began; no time where there is none. */
const startOf = (billing: Billing, externalId = ""): number =>
  Date.parse(subscriptionIn(billing, externalId, ["active"])?.started_at ?? "");

/** The events that a list asks for. */
export function eventsFor(billing: Billing, { query }: Call): readonly UsageEvent[] {
  const code = query.get("code");
  const from = Date.parse(query.get("timestamp_from") ?? "");
  const to = Date.parse(query.get("timestamp_to") ?? "");
  const subscription = query.get("external_subscription_id") ?? undefined;
  const started = query.get("timestamp_from_started_at") === "true" ? startOf(billing, subscription) : Number.NaN;
  return [...billing.events.list(subscription)].filter(
    (event) =>
      (code === null || event.code === code) &&
      !(event.timestamp < from || event.timestamp < started) &&
      !(event.timestamp > to),
  );
}
