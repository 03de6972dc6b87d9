import { dayIn } from "../../../domain/billing/calendar.ts";
import { periodAt } from "../../../domain/billing/periods.ts";
import type { Billing } from "../billing.ts";
import type { InvoicePart } from "../records/invoice.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import { makeInvoice } from "./invoices.ts";
import { customerById, planById } from "./lookups.ts";
import { chargesSpanAt, timetableOf } from "./schedule.ts";

/** What a subscription owes at its start: the rest of the first period, where its plan is paid in advance. */
export function startPart(billing: Billing, subscription: SubscriptionRecord, at: number): InvoicePart | undefined {
  if (!planById(billing, subscription.plan_id).pay_in_advance) return undefined;
  const { plan, zone } = timetableOf(billing, subscription);
  const today = dayIn(at, zone);
  const period = periodAt(plan, today);
  return {
    subscription_id: subscription.lago_id,
    reason: "subscription_starting",
    plan: { period, billed: { from: today, to: period.to } },
    charges: null,
  };
}

/** What a subscription owes when a period of its charges has ended at an instant. */
export function periodicPart(billing: Billing, subscription: SubscriptionRecord, at: number): InvoicePart {
  const table = timetableOf(billing, subscription);
  const today = dayIn(at, table.zone);
  const current = periodAt(table.plan, today);
  const begins = current.from === today;
  const inAdvance = planById(billing, subscription.plan_id).pay_in_advance;
  const period = inAdvance ? current : periodAt(table.plan, today - 1);
  const billed = { from: Math.max(period.from, startDay(subscription, table.zone)), to: period.to };
  return {
    subscription_id: subscription.lago_id,
    reason: "subscription_periodic",
    plan: begins ? { period, billed } : null,
    charges: chargesSpanAt(table, subscription, at - 1),
  };
}

/** What a subscription owes when it ends: usage until now and, where its plan is paid in arrears, its days until `lastDay`. */
export function finalPart(
  billing: Billing,
  subscription: SubscriptionRecord,
  of: { at: number; lastDay: number },
): InvoicePart {
  const table = timetableOf(billing, subscription);
  const period = periodAt(table.plan, of.lastDay);
  const billed = { from: Math.max(period.from, startDay(subscription, table.zone)), to: of.lastDay };
  const inAdvance = planById(billing, subscription.plan_id).pay_in_advance;
  const span = chargesSpanAt(table, subscription, of.at - 1);
  return {
    subscription_id: subscription.lago_id,
    reason: "subscription_terminating",
    plan: inAdvance || billed.from > billed.to ? null : { period, billed },
    charges: { ...span, to: of.at - 1 },
  };
}

const startDay = ({ started_at }: SubscriptionRecord, zone: string): number =>
  started_at === null ? Number.NEGATIVE_INFINITY : dayIn(Date.parse(started_at), zone);

/** One invoice over what a customer's subscriptions owe at the same time. */
export function billParts(billing: Billing, parts: readonly (InvoicePart | undefined)[], at: number): void {
  const due = parts.filter((part) => part !== undefined);
  const [first] = due;
  const subscription = billing.tables.subscriptions.get(first?.subscription_id ?? "");
  if (subscription === undefined) return;
  const customer = customerById(billing, subscription.customer_id);
  const currency = planById(billing, subscription.plan_id).amount_currency;
  makeInvoice(billing, { customer, type: "subscription", currency, parts: due, fees: [], at });
}
