import { dayIn, dayText } from "../../../domain/billing/calendar.ts";
import { daysIn, periodAt } from "../../../domain/billing/periods.ts";
import { shareOf } from "../../../domain/billing/proration.ts";
import { isoSecond } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import type { CreditNoteRecord } from "../records/credit-note.ts";
import type { FeeRecord, InvoiceRecord } from "../records/invoice.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import { creditNoteView } from "../views/credit-note-view.ts";
import { type ReturnedAmounts, type ReturnedItem, returnedAmounts } from "./credit-note-amounts.ts";
import { taxesOnLines, taxFields } from "./fee-taxes.ts";
import { customerById, planById, zoneOf } from "./lookups.ts";
import { timetableOf } from "./schedule.ts";

/** Gives back the days of a plan paid in advance that its end leaves; not more than was paid for them. */
export function creditUnusedDays(
  billing: Billing,
  subscription: SubscriptionRecord,
  of: { readonly at: number; readonly lastDay: number },
): void {
  const plan = planById(billing, subscription.plan_id);
  const how = subscription.on_termination_credit_note;
  if (!plan.pay_in_advance || how === "skip") return;
  const period = periodAt(timetableOf(billing, subscription).plan, of.lastDay);
  const unused = { from: of.lastDay + 1, to: period.to };
  const last = lastPlanFee(billing, subscription);
  if (daysIn(unused) === 0 || last === undefined) return;
  const { fee, invoice } = last;
  const days = shareOf({ amountCents: plan.amount_cents, period, billed: unused });
  const gross = Math.min(days, fee.amount_cents);
  const items = [{ fee_id: fee.lago_id, amount_cents: gross }];
  const amounts = returnedAmounts(invoice, items);
  if (amounts.total <= 0) return;
  makeCreditNote(billing, invoice, {
    at: of.at,
    reason: "order_change",
    items,
    amounts,
    credit_cents: how === "credit" ? amounts.total : 0,
    refund_cents: how === "refund" ? amounts.total : 0,
  });
}

function lastPlanFee(
  { tables }: Billing,
  { lago_id }: SubscriptionRecord,
): { readonly fee: FeeRecord; readonly invoice: InvoiceRecord } | undefined {
  const invoices = tables.invoices.filter(({ status }) => status === "finalized");
  for (const invoice of invoices.toReversed()) {
    const fee = invoice.fees.find(
      ({ type, subscription_id }) => type === "subscription" && subscription_id === lago_id,
    );
    if (fee !== undefined) return { fee, invoice };
  }
  return undefined;
}

/** What a credit note is made of. */
export interface CreditNoteOrder {
  readonly at: number;
  readonly reason: CreditNoteRecord["reason"];
  readonly description?: string | null;
  readonly items: readonly ReturnedItem[];
  readonly amounts: ReturnedAmounts;
  readonly credit_cents: number;
  readonly refund_cents: number;
  readonly metadata?: CreditNoteRecord["metadata"];
}

/** Keeps a credit note on an invoice; its credit is drawn on by the customer's next ones. */
export function makeCreditNote(billing: Billing, invoice: InvoiceRecord, order: CreditNoteOrder): CreditNoteRecord {
  const { creditNotes } = billing.tables;
  const sequential = creditNotes.filter(({ invoice_id }) => invoice_id === invoice.lago_id).length + 1;
  const time = isoSecond(order.at);
  const zone = zoneOf(billing, customerById(billing, invoice.customer_id));
  const note = creditNotes.put({
    lago_id: billing.newId(),
    customer_id: invoice.customer_id,
    invoice_id: invoice.lago_id,
    sequential_id: sequential,
    number: `${invoice.number}-CN${String(sequential).padStart(3, "0")}`,
    issuing_date: dayText(dayIn(order.at, zone)),
    reason: order.reason,
    description: order.description ?? null,
    credit_status: order.credit_cents > 0 ? "available" : null,
    refund_status: order.refund_cents > 0 ? "pending" : null,
    currency: invoice.currency,
    items: order.items.map((item) => ({ ...item, lago_id: billing.newId() })),
    coupons_adjustment_cents: order.amounts.coupons,
    ...taxFields(billing, order.amounts.taxes, taxesOnLines(invoice)),
    credit_cents: order.credit_cents,
    refund_cents: order.refund_cents,
    balance_cents: order.credit_cents,
    metadata: order.metadata ?? null,
    created_at: time,
    updated_at: time,
  });
  billing.emit("credit_note.created", "credit_note", creditNoteView(billing, note));
  return note;
}
