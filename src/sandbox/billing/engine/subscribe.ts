import { dayIn } from "../../../domain/billing/calendar.ts";
import { PER_YEAR } from "../../../domain/billing/periods.ts";
import { invalid, premiumOnly } from "../api/fault.ts";
import { isoSecond, readFields } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import type { CustomerRecord } from "../records/customer.ts";
import type { PlanRecord } from "../records/plan.ts";
import { SUBSCRIPTION_FIELDS, type SubscriptionRecord } from "../records/subscription.ts";
import { cancel, start, upgrade } from "./lifecycle.ts";
import { customerOf, nextOf, planById, planOf, subscriptionIn, zoneOf } from "./lookups.ts";
import { billParts } from "./periodic.ts";

/**
 * Puts a customer on a plan. For an external id that is subscribed already, the same plan changes nothing, a dearer one
 * takes over at once, and a cheaper one when the period ends.
 */
export function subscribe(billing: Billing, input: Readonly<Record<string, unknown>>): SubscriptionRecord {
  if (input.plan_overrides !== undefined) throw premiumOnly();
  const fields = readFields(SUBSCRIPTION_FIELDS, input);
  const customer = customerOf(billing, fields.external_customer_id);
  const plan = planOf(billing, fields.plan_code);
  const now = billing.clock.now();
  if (fields.ending_at !== null && Date.parse(fields.ending_at) <= now) throw invalid({ ending_at: ["invalid_date"] });
  bindCurrency(billing, customer, plan);
  const current = subscriptionIn(billing, fields.external_id, ["active", "pending"]);
  const active = subscriptionIn(billing, fields.external_id, ["active"]) ?? current;
  if (active !== undefined && active.customer_id !== customer.lago_id)
    throw invalid({ external_id: ["value_already_exist"] });
  const fresh: SubscriptionRecord = {
    lago_id: billing.idOf("subscriptions", fields.external_id),
    external_id: fields.external_id,
    name: fields.name,
    billing_time: fields.billing_time,
    ending_at: fields.ending_at,
    customer_id: customer.lago_id,
    plan_id: plan.lago_id,
    status: "pending",
    subscription_at: fields.subscription_at ?? isoSecond(now),
    created_at: isoSecond(now),
    started_at: null,
    terminated_at: null,
    canceled_at: null,
    trial_ended_at: null,
    previous_id: null,
    next_bill_ms: null,
    trial_ends_ms: null,
    on_termination_credit_note: "credit",
    on_termination_invoice: "generate",
  };
  return active === undefined ? begin(billing, customer, fresh) : replace(billing, active, fresh);
}

/** The first subscription gives a customer its currency; another one is refused. */
function bindCurrency({ tables }: Billing, customer: CustomerRecord, { amount_currency }: PlanRecord): void {
  if (customer.currency === null) tables.customers.change(customer, { currency: amount_currency });
  else if (customer.currency !== amount_currency) throw invalid({ currency: ["currencies_does_not_match"] });
}

/** Today's and earlier subscriptions are active at once; only today's are billed for their start. */
function begin(billing: Billing, customer: CustomerRecord, fresh: SubscriptionRecord): SubscriptionRecord {
  const now = billing.clock.now();
  const zone = zoneOf(billing, customer);
  const wanted = Date.parse(fresh.subscription_at);
  billing.tables.subscriptions.put(fresh);
  if (dayIn(wanted, zone) > dayIn(now, zone)) return fresh;
  const part = start(billing, fresh, { at: Math.min(wanted, now), now });
  billParts(billing, [part], now);
  return billing.tables.subscriptions.get(fresh.lago_id) ?? fresh;
}

function replace(billing: Billing, current: SubscriptionRecord, fresh: SubscriptionRecord): SubscriptionRecord {
  const { subscriptions } = billing.tables;
  const waiting = nextOf(billing, current);
  if (current.plan_id === fresh.plan_id) {
    if (waiting?.status === "pending") cancel(billing, waiting, billing.clock.now());
    return subscriptions.change(current, { name: fresh.name ?? current.name });
  }
  if (current.status === "pending") return subscriptions.change(current, { plan_id: fresh.plan_id });
  const follower: SubscriptionRecord = {
    ...fresh,
    name: fresh.name ?? current.name,
    billing_time: current.billing_time,
    subscription_at: current.subscription_at,
    ending_at: fresh.ending_at ?? current.ending_at,
    previous_id: current.lago_id,
  };
  if (yearly(billing, fresh) >= yearly(billing, current)) return upgrade(billing, current, follower);
  if (waiting?.status === "pending") cancel(billing, waiting, billing.clock.now());
  subscriptions.put(follower);
  return current;
}

/** What a subscription's plan costs in a year; that decides which of two is the dearer. */
function yearly(billing: Billing, { plan_id }: SubscriptionRecord): number {
  const { amount_cents, interval } = planById(billing, plan_id);
  return amount_cents * PER_YEAR[interval];
}
