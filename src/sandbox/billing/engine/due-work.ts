import { dayIn } from "../../../domain/billing/calendar.ts";
import { isoSecond } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import type { InvoiceRecord } from "../records/invoice.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import { applyRulesAt } from "./apply-top-up-rule.ts";
import { finalize } from "./invoices.ts";
import { bill, end, endTrial, start } from "./lifecycle.ts";
import { billParts } from "./periodic.ts";
import { timetableOf } from "./schedule.ts";
import { waitingRules } from "./top-up-rules.ts";

/** Something that happens at a time of its own (ms). */
interface Due {
  readonly at: number;
  readonly subscription?: SubscriptionRecord;
  readonly invoice?: InvoiceRecord;
}

/**
 * Does everything that has become due by `until`, in the order of its time and as of that time: the same invoices come
 * out whether the clock got there in one step or in many.
 */
export function catchUp(billing: Billing, until: number): void {
  for (let at = nextDue(billing); at !== undefined && at <= until; at = nextDue(billing)) doAllAt(billing, at);
}

/** When something is due next; undefined where nothing waits. */
export function nextDue(billing: Billing): number | undefined {
  const first = allDue(billing).reduce((soonest, { at }) => Math.min(soonest, at), Number.POSITIVE_INFINITY);
  return first === Number.POSITIVE_INFINITY ? undefined : first;
}

function allDue(billing: Billing): readonly Due[] {
  const { tables } = billing;
  const invoices = tables.invoices
    .filter(({ finalize_ms }) => finalize_ms !== null)
    .map((invoice) => ({ at: invoice.finalize_ms ?? 0, invoice }));
  const subscriptions = tables.subscriptions.all().flatMap((subscription) => {
    const at = dueAt(subscription);
    return at === undefined ? [] : [{ at, subscription }];
  });
  const expiring = [...tables.wallets.all(), ...tables.coupons.all()]
    .filter(({ terminated_at, expiration_at }) => terminated_at === null && expiration_at !== null)
    .map(({ expiration_at }) => ({ at: Date.parse(expiration_at ?? "") }));
  return [...invoices, ...subscriptions, ...expiring, ...waitingRules(billing)];
}

/** The next thing that happens to a subscription. One that follows another waits for that one. */
function dueAt({ status, subscription_at, ending_at, next_bill_ms, trial_ends_ms, previous_id }: SubscriptionRecord) {
  if (status === "pending") return previous_id === null ? Date.parse(subscription_at) : undefined;
  if (status !== "active") return undefined;
  const times = [ending_at === null ? null : Date.parse(ending_at), next_bill_ms, trial_ends_ms];
  return Math.min(...times.filter((ms) => ms !== null));
}

function doAllAt(billing: Billing, at: number): void {
  expire(billing, at);
  applyRulesAt(billing, at);
  const due = allDue(billing).filter((one) => one.at === at);
  for (const { invoice } of due) if (invoice !== undefined) finalize(billing, invoice, at);
  const byCustomer = new Map<string, SubscriptionRecord[]>();
  for (const { subscription } of due)
    if (subscription !== undefined)
      byCustomer.set(subscription.customer_id, [...(byCustomer.get(subscription.customer_id) ?? []), subscription]);
  for (const subscriptions of byCustomer.values())
    billParts(
      billing,
      subscriptions.flatMap((one) => advance(billing, one, at)),
      at,
    );
}

function advance(billing: Billing, subscription: SubscriptionRecord, at: number) {
  if (subscription.status === "pending") return [start(billing, subscription, { at, now: at })];
  if (subscription.ending_at !== null && Date.parse(subscription.ending_at) === at) {
    const { zone } = timetableOf(billing, subscription);
    return [end(billing, subscription, { at, lastDay: dayIn(at - 1, zone) })];
  }
  const trial = subscription.trial_ends_ms === at ? [endTrial(billing, subscription, at)] : [];
  const current = billing.tables.subscriptions.get(subscription.lago_id) ?? subscription;
  return subscription.next_bill_ms === at ? [...trial, ...bill(billing, current, at)] : trial;
}

function expire({ tables }: Billing, at: number): void {
  const terminated_at = isoSecond(at);
  const isOver = (row: { readonly expiration_at: string | null; readonly terminated_at: string | null }) =>
    row.terminated_at === null && row.expiration_at !== null && Date.parse(row.expiration_at) <= at;
  for (const wallet of tables.wallets.filter(isOver))
    tables.wallets.change(wallet, { status: "terminated", terminated_at });
  for (const coupon of tables.coupons.filter(isOver)) {
    tables.coupons.change(coupon, { terminated_at });
    const applied = tables.appliedCoupons.filter((one) => one.coupon_id === coupon.lago_id && one.status === "active");
    for (const one of applied) tables.appliedCoupons.change(one, { status: "terminated", terminated_at });
  }
}
