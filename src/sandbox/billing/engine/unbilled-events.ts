import type { Billing } from "../billing.ts";
import type { ChargeRecord } from "../records/plan.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import type { UsageEvent } from "../storage/event-store.ts";
import { isPaidAtOnce } from "./advance-billing.ts";
import { metricById, planById } from "./lookups.ts";

/** Events that were accepted, and whose charges that are paid at once were not billed before the last server ended. */
export function unbilledEvents(billing: Billing): readonly UsageEvent[] {
  const active = billing.tables.subscriptions.filter(({ status }) => status === "active");
  const subjects = active.flatMap((subscription) =>
    planById(billing, subscription.plan_id)
      .charges.filter(isPaidAtOnce)
      .map((charge) => ({ subscription, charge })),
  );
  if (subjects.length === 0) return [];
  const billed = billedEvents(billing);
  return [
    ...new Set(
      subjects.flatMap(({ subscription, charge }) =>
        missing(billing, subscription, charge).filter((event) => !billed.has(keyOf(charge.lago_id, event.transaction))),
      ),
    ),
  ];
}

const keyOf = (charge: string | null, transaction: string): string => `${charge} ${transaction}`;

function billedEvents({ tables }: Billing): ReadonlySet<string> {
  const fees = [...tables.standaloneFees.all(), ...tables.invoices.all().flatMap((invoice) => invoice.fees)];
  return new Set(
    fees.flatMap(({ charge_id, event_transaction_id }) =>
      event_transaction_id === undefined ? [] : [keyOf(charge_id, event_transaction_id)],
    ),
  );
}

/** Events from before the subscription or the charge was made are nobody's to bill. */
function missing(billing: Billing, { external_id, created_at }: SubscriptionRecord, charge: ChargeRecord) {
  const since = Math.max(Date.parse(created_at), Date.parse(charge.created_at));
  const events = billing.events.arrivals(external_id, metricById(billing, charge.metric_id).code);
  return events.filter(({ received }) => received >= since);
}
