import type { Advance } from "../../../domain/billing/advance-meter.ts";
import { toCents } from "../../../domain/billing/currency.ts";
import type { Billing } from "../billing.ts";
import type { FeeRecord } from "../records/invoice.ts";
import type { ChargeRecord, PlanRecord } from "../records/plan.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import type { UsageEvent } from "../storage/event-store.ts";
import { feeOwnerOf, feeView } from "../views/fee-view.ts";
import { advanceBy, advanceIf } from "./advance-meters.ts";
import { chargeFee } from "./charge-fee.ts";
import { makeInvoice } from "./invoices.ts";
import type { MeterSubject } from "./kept-meter.ts";
import { customerById, metricById, planById } from "./lookups.ts";
import { priceFor } from "./prices.ts";
import { chargesSpanAt, timetableOf, windowOf } from "./schedule.ts";
import { keepStandalone } from "./standalone-fees.ts";

/** Bills events whose charges are paid at once, each for itself. */
export function billArrived(billing: Billing, events: readonly UsageEvent[]): void {
  const codes = codesPaidAtOnce(billing);
  for (const event of events) if (codes.has(event.code)) billEvent(billing, event);
}

function codesPaidAtOnce(billing: Billing): ReadonlySet<string> {
  const charges = billing.tables.plans.all().flatMap((plan) => plan.charges.filter(isPaidAtOnce));
  return new Set(charges.map(({ metric_id }) => metricById(billing, metric_id).code));
}

export const isPaidAtOnce = ({ pay_in_advance }: ChargeRecord): boolean => pay_in_advance === true;

function billEvent(billing: Billing, event: UsageEvent): void {
  const subscription = subscribedAt(billing, event);
  if (subscription === undefined) return;
  const plan = planById(billing, subscription.plan_id);
  for (const charge of chargesFor(billing, plan, event.code)) {
    const subject = subjectOf(billing, { subscription, charge }, event);
    const advance = advanceBy(billing, subject, event);
    if (advance === undefined) continue;
    const fee = eventFee(billing, { subject, plan, event }, advance);
    if (charge.invoiceable) invoiceEvent(billing, { subscription, plan, subject }, fee);
    else keepStandalone(billing, fee, subscription);
  }
}

/** The subscription that an event belongs to: one that was active at its time. */
function subscribedAt({ tables }: Billing, { subscription, timestamp }: UsageEvent): SubscriptionRecord | undefined {
  return tables.subscriptions.find(
    ({ external_id, status, started_at }) =>
      external_id === subscription && status === "active" && Date.parse(started_at ?? "") <= timestamp,
  );
}

/** The charges of a plan that are paid at once for events of a code. */
export const chargesFor = (billing: Billing, plan: PlanRecord, code: string): readonly ChargeRecord[] =>
  plan.charges.filter((charge) => isPaidAtOnce(charge) && metricById(billing, charge.metric_id).code === code);

/** The price and the period that an event falls into. */
export function subjectOf(
  billing: Billing,
  of: { readonly subscription: SubscriptionRecord; readonly charge: ChargeRecord },
  event: UsageEvent,
): MeterSubject {
  const { subscription, charge } = of;
  const metric = metricById(billing, charge.metric_id);
  const span = chargesSpanAt(timetableOf(billing, subscription), subscription, event.timestamp);
  return { ...priceFor({ charge, metric }, event), subscription, window: windowOf(billing, subscription, span) };
}

interface EventOf {
  readonly subject: MeterSubject;
  readonly plan: PlanRecord;
  readonly event: UsageEvent;
}

function eventFee(billing: Billing, { subject, plan, event }: EventOf, { units, amount }: Advance): FeeRecord {
  const cents = toCents(amount, plan.amount_currency);
  const of = { subscription: subject.subscription, plan, span: subject.window };
  const fee = chargeFee(billing, of, { ...subject, units, events: 1, amount, cents });
  return { ...fee, pay_in_advance: true, event_transaction_id: event.transaction };
}

/** What an event would be billed, if it came now; undefined where it counts for nothing. */
export function estimateOf(billing: Billing, of: EventOf): FeeRecord | undefined {
  const advance = advanceIf(billing, of.subject, of.event);
  return advance === undefined ? undefined : eventFee(billing, of, advance);
}

/** An invoice over one event; no grace period applies to it. */
function invoiceEvent(
  billing: Billing,
  { subscription, plan, subject }: { subscription: SubscriptionRecord; plan: PlanRecord; subject: MeterSubject },
  fee: FeeRecord,
): void {
  const { from, to } = subject.window;
  const invoice = makeInvoice(billing, {
    customer: customerById(billing, subscription.customer_id),
    type: "subscription",
    currency: plan.amount_currency,
    parts: [{ subscription_id: subscription.lago_id, reason: "in_advance_charge", plan: null, charges: { from, to } }],
    fees: [fee],
    at: billing.clock.now(),
  });
  if (invoice === undefined) return;
  for (const line of invoice.fees) billing.emit("fee.created", "fee", feeView(billing, feeOwnerOf(invoice), line));
}
