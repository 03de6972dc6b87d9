import { dayIn, startOf } from "../../../domain/billing/calendar.ts";
import { isoSecond } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import type { InvoicePart } from "../records/invoice.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import { subscriptionView } from "../views/subscription-view.ts";
import { trialEndDay } from "./fees.ts";
import { nextOf, planById } from "./lookups.ts";
import { billParts, finalPart, periodicPart, startPart } from "./periodic.ts";
import { nextBoundary, timetableOf } from "./schedule.ts";
import { renewStandalone } from "./standalone-fees.ts";
import { creditUnusedDays } from "./unused-days.ts";

/** Makes a pending subscription active; what it owes at once is returned, for the invoice it belongs on. */
export function start(
  billing: Billing,
  subscription: SubscriptionRecord,
  of: { readonly at: number; readonly now: number },
): InvoicePart | undefined {
  const active: SubscriptionRecord = { ...subscription, status: "active", started_at: isoSecond(of.at) };
  const { charges, zone } = timetableOf(billing, active);
  const trial = trialEndDay(planById(billing, active.plan_id), active, zone);
  const kept = billing.tables.subscriptions.put({
    ...active,
    next_bill_ms: nextBoundary(charges, zone, of.now),
    trial_ends_ms: trial === undefined ? null : startOf(trial, zone),
  });
  billing.emit("subscription.started", "subscription", subscriptionView(billing, kept));
  const isPast = dayIn(of.at, zone) < dayIn(of.now, zone);
  return isPast || trial !== undefined ? undefined : startPart(billing, kept, of.at);
}

/** What an active subscription owes at the end of a period; a downgrade that waited for it takes over. */
export function bill(
  billing: Billing,
  subscription: SubscriptionRecord,
  at: number,
): readonly (InvoicePart | undefined)[] {
  const next = nextOf(billing, subscription);
  const { plan, charges, zone } = timetableOf(billing, subscription);
  if (next?.status === "pending" && nextBoundary(plan, zone, at - 1) === at) {
    const part = end(billing, subscription, { at, lastDay: dayIn(at, zone) - 1 });
    return [part, start(billing, next, { at, now: at })];
  }
  billing.tables.subscriptions.change(subscription, { next_bill_ms: nextBoundary(charges, zone, at) });
  const part = periodicPart(billing, subscription, at);
  renewStandalone(billing, subscription, part);
  return [part];
}

/** Ends a subscription; what it still owes is returned. */
export function end(
  billing: Billing,
  subscription: SubscriptionRecord,
  of: { readonly at: number; readonly lastDay: number },
): InvoicePart {
  const ended = billing.tables.subscriptions.change(subscription, {
    status: "terminated",
    terminated_at: isoSecond(of.at),
    next_bill_ms: null,
    trial_ends_ms: null,
  });
  billing.emit("subscription.terminated", "subscription", subscriptionView(billing, ended));
  creditUnusedDays(billing, ended, of);
  return finalPart(billing, ended, of);
}

/** Ends a subscription for good: a pending one is canceled, an active one billed to the day, and what waited to follow it canceled. */
export function terminate(billing: Billing, subscription: SubscriptionRecord, at: number): SubscriptionRecord {
  const next = nextOf(billing, subscription);
  if (next?.status === "pending") cancel(billing, next, at);
  if (subscription.status === "pending") return cancel(billing, subscription, at);
  const { zone } = timetableOf(billing, subscription);
  const part = end(billing, subscription, { at, lastDay: dayIn(at, zone) });
  if (subscription.on_termination_invoice === "generate") billParts(billing, [part], at);
  return billing.tables.subscriptions.get(subscription.lago_id) ?? subscription;
}

export function cancel(billing: Billing, subscription: SubscriptionRecord, at: number): SubscriptionRecord {
  const canceled = billing.tables.subscriptions.change(subscription, {
    status: "canceled",
    canceled_at: isoSecond(at),
  });
  billing.emit("subscription.canceled", "subscription", subscriptionView(billing, canceled));
  return canceled;
}

/** A dearer plan takes over at once: one invoice closes the old subscription and opens the new one. */
export function upgrade(billing: Billing, old: SubscriptionRecord, fresh: SubscriptionRecord): SubscriptionRecord {
  const at = billing.clock.now();
  const { zone } = timetableOf(billing, old);
  const waiting = nextOf(billing, old);
  if (waiting?.status === "pending") cancel(billing, waiting, at);
  billing.tables.subscriptions.put(fresh);
  const closing = end(billing, old, { at, lastDay: dayIn(at, zone) - 1 });
  const opening = start(billing, fresh, { at, now: at });
  billParts(billing, [closing, opening], at);
  return billing.tables.subscriptions.get(fresh.lago_id) ?? fresh;
}

/** The trial of a plan paid in advance is over: the rest of its period is due, unless a later period was billed by then. */
export function endTrial(billing: Billing, subscription: SubscriptionRecord, at: number): InvoicePart | undefined {
  const ended = billing.tables.subscriptions.change(subscription, {
    trial_ends_ms: null,
    trial_ended_at: isoSecond(at),
  });
  billing.emit("subscription.trial_ended", "subscription", subscriptionView(billing, ended));
  const { plan, zone } = timetableOf(billing, ended);
  const startedAt = Date.parse(ended.started_at ?? ended.created_at);
  const firstEnds = nextBoundary(plan, zone, startedAt);
  return at < firstEnds ? startPart(billing, ended, at) : undefined;
}
