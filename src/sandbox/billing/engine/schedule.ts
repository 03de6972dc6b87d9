import { dayIn, endOf, startOf } from "../../../domain/billing/calendar.ts";
import { daysIn, type Interval, type Period, periodAt, type Schedule } from "../../../domain/billing/periods.ts";
import type { Window } from "../../../domain/billing/window.ts";
import type { Billing } from "../billing.ts";
import type { PlanRecord } from "../records/plan.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import { customerById, planById, zoneOf } from "./lookups.ts";

/** When a subscription is billed: its plan's periods, those of its charges, and the zone their days are of. */
export interface Timetable {
  readonly plan: Schedule;
  readonly charges: Schedule;
  readonly zone: string;
}

/** Plans of a year or half of one can have their charges billed each month. */
const MONTHLY_CHARGES: readonly Interval[] = ["yearly", "semiannual"];

export function timetableOf(billing: Billing, subscription: SubscriptionRecord): Timetable {
  const plan = planById(billing, subscription.plan_id);
  const zone = zoneOf(billing, customerById(billing, subscription.customer_id));
  return timetable(plan, { ...subscription, zone });
}

/** The timetable of a plan that was begun at an instant. */
export function timetable(
  plan: Pick<PlanRecord, "interval" | "bill_charges_monthly">,
  of: Pick<SubscriptionRecord, "billing_time" | "subscription_at"> & { readonly zone: string },
): Timetable {
  const anchor = dayIn(Date.parse(of.subscription_at), of.zone);
  const base = { billingTime: of.billing_time, anchor };
  const isMonthly = plan.bill_charges_monthly === true && MONTHLY_CHARGES.includes(plan.interval);
  return {
    plan: { ...base, interval: plan.interval },
    charges: { ...base, interval: isMonthly ? "monthly" : plan.interval },
    zone: of.zone,
  };
}

/** Usage to look at: from an instant to another, both included (ms). */
export interface UsageSpan {
  readonly from: number;
  readonly to: number;
}

/** Some time of a usage period, with what its days are and how many the whole period has. */
export function windowOf(billing: Billing, subscription: SubscriptionRecord, span: UsageSpan): Window {
  const { charges, zone } = timetableOf(billing, subscription);
  return { ...span, zone, days: daysIn(periodAt(charges, dayIn(span.to, zone))) };
}

/** The instant at which the period that holds another instant is over. */
export const nextBoundary = (schedule: Schedule, zone: string, ms: number): number =>
  startOf(periodAt(schedule, dayIn(ms, zone)).to + 1, zone);

/** The first and last millisecond of a period. */
export const spanOf = ({ from, to }: Period, zone: string): UsageSpan => ({
  from: startOf(from, zone),
  to: endOf(to, zone),
});

/** The usage period that an instant lies in, from the subscription's start at the earliest. */
export function chargesSpanAt(table: Timetable, { started_at }: SubscriptionRecord, ms: number): UsageSpan {
  const span = spanOf(periodAt(table.charges, dayIn(ms, table.zone)), table.zone);
  return { ...span, from: Math.max(span.from, started_at === null ? span.from : Date.parse(started_at)) };
}
