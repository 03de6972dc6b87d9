import { dayIn } from "../../../domain/billing/calendar.ts";
import { periodAt } from "../../../domain/billing/periods.ts";
import { isoSecond } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import { customerById, nextOf, planById } from "../engine/lookups.ts";
import { spanOf, timetableOf } from "../engine/schedule.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";

/** A subscription as the API shows it. */
export function subscriptionView(billing: Billing, subscription: SubscriptionRecord): object {
  const { customer_id, plan_id, previous_id, next_bill_ms: _, trial_ends_ms: __, ...shown } = subscription;
  const plan = planById(billing, plan_id);
  const next = nextOf(billing, subscription);
  const previous = billing.tables.subscriptions.get(previous_id ?? "");
  const period = currentPeriod(billing, subscription);
  return {
    ...shown,
    lago_customer_id: customer_id,
    external_customer_id: customerById(billing, customer_id).external_id,
    billing_entity_code: "default",
    plan_code: plan.code,
    plan_amount_cents: plan.amount_cents,
    plan_amount_currency: plan.amount_currency,
    previous_plan_code: previous === undefined ? null : planById(billing, previous.plan_id).code,
    next_plan_code: next === undefined ? null : planById(billing, next.plan_id).code,
    downgrade_plan_date: next?.status === "pending" ? (period?.downgrade ?? null) : null,
    current_billing_period_started_at: period?.from ?? null,
    current_billing_period_ending_at: period?.to ?? null,
    applied_invoice_custom_sections: [],
    activated_at: subscription.started_at,
  };
}

function currentPeriod(billing: Billing, subscription: SubscriptionRecord) {
  if (subscription.status !== "active" || subscription.started_at === null) return undefined;
  const { plan, zone } = timetableOf(billing, subscription);
  const started = Date.parse(subscription.started_at);
  const span = spanOf(periodAt(plan, dayIn(Math.max(billing.clock.now(), started), zone)), zone);
  const downgrade = isoSecond(span.to + 1).slice(0, 10);
  return { from: isoSecond(Math.max(span.from, started)), to: isoSecond(span.to), downgrade };
}
