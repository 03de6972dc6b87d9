import { DAY_MS, dayIn, dayText } from "../../../domain/billing/calendar.ts";
import { invoiceName, invoiceNumber } from "../../../domain/name-based-id.ts";
import { isoSecond } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import type { CustomerRecord } from "../records/customer.ts";
import type { FeeRecord, InvoicePart, InvoiceRecord } from "../records/invoice.ts";
import { invoiceView } from "../views/invoice-view.ts";
import { taxedBill, taxedFee, taxesFor } from "./fee-taxes.ts";
import { feesOf } from "./fees.ts";
import { customerById, organizationOf, zoneOf } from "./lookups.ts";
import { applySettlement } from "./settle-invoice.ts";

/** What an invoice is made of. */
export interface InvoiceOrder {
  readonly customer: CustomerRecord;
  readonly type: InvoiceRecord["invoice_type"];
  readonly currency: string;
  readonly parts: readonly InvoicePart[];
  /** The lines of an invoice without parts. */
  readonly fees: readonly FeeRecord[];
  /** When it becomes due (ms). */
  readonly at: number;
}

/** Makes an invoice: a draft where the customer has a grace period, else final; undefined where one of nothing is to be skipped. */
export function makeInvoice(billing: Billing, order: InvoiceOrder): InvoiceRecord | undefined {
  const isDrafted = order.type === "subscription" && order.parts.some(({ reason }) => reason !== "in_advance_charge");
  const graceMs = isDrafted ? graceDays(billing, order.customer) * DAY_MS : 0;
  const draft = blankInvoice(billing, order, graceMs);
  if (graceMs === 0) return finalize(billing, draft, order.at);
  const kept = billing.tables.invoices.put(refreshed(billing, draft, order.at));
  billing.emit("invoice.drafted", "invoice", invoiceView(billing, kept));
  return kept;
}

function graceDays(billing: Billing, { billing_configuration }: CustomerRecord): number {
  const own = billing_configuration?.invoice_grace_period;
  return Math.max(0, Number(own ?? organizationOf(billing).billing_configuration.invoice_grace_period ?? 0) || 0);
}

function blankInvoice(billing: Billing, order: InvoiceOrder, graceMs: number): InvoiceRecord {
  const { customer, at } = order;
  const term = customer.net_payment_term ?? organizationOf(billing).net_payment_term;
  const time = isoSecond(at);
  return {
    lago_id: invoiceId(billing, customer),
    customer_id: customer.lago_id,
    number: `${organizationOf(billing).document_number_prefix}-DRAFT`,
    sequential_id: null,
    invoice_type: order.type,
    status: "draft",
    payment_status: "pending",
    currency: order.currency,
    ...datesOf(at + graceMs, zoneOf(billing, customer), term),
    net_payment_term: term,
    parts: order.parts,
    fees: order.fees,
    credits: [],
    coupons_cents: 0,
    credit_notes_cents: 0,
    prepaid_cents: 0,
    total_cents: 0,
    metadata: [],
    finalize_ms: graceMs === 0 ? null : at + graceMs,
    created_at: time,
    updated_at: time,
    voided_at: null,
  };
}

/** By the customer's own count, so that the same life gives the same ids. */
function invoiceId(billing: Billing, { lago_id, external_id }: CustomerRecord): string {
  const ofCustomer = billing.tables.invoices.count(byCustomer, lago_id) + 1;
  return billing.idOf("invoices", invoiceName(external_id, ofCustomer));
}

function datesOf(ms: number, zone: string, term: number) {
  const day = dayIn(ms, zone);
  return { issuing_date: dayText(day), payment_due_date: dayText(day + term) };
}

/** A draft with its lines worked out again from the usage that is known now. */
export function refreshed(billing: Billing, invoice: InvoiceRecord, at: number): InvoiceRecord {
  const isFromUsage = invoice.parts.some(({ reason }) => reason !== "in_advance_charge");
  const lines = isFromUsage ? invoice.parts.flatMap((part) => linesOf(billing, part)) : invoice.fees;
  const fees = lines.map((fee) => taxedFee(billing, fee, taxesFor(billing, fee, invoice.customer_id)));
  const taxed = taxedBill(billing, { ...invoice, fees });
  const total_cents = fees.reduce((sum, { amount_cents }) => sum + amount_cents, taxed.taxes_cents);
  return { ...taxed, total_cents, ...(isFromUsage && { updated_at: isoSecond(at) }) };
}

function linesOf(billing: Billing, part: InvoicePart): readonly FeeRecord[] {
  const subscription = billing.tables.subscriptions.get(part.subscription_id);
  return subscription === undefined ? [] : feesOf(billing, subscription, part);
}

const CREATED: Readonly<Record<InvoiceRecord["invoice_type"], string>> = {
  subscription: "invoice.created",
  one_off: "invoice.one_off_created",
  credit: "invoice.paid_credit_added",
};

/**
 * Ends a draft: its lines are worked out a last time, and it gets its number. Discounts and credits are used up by
 * subscriptions and their usage alone.
 */
export function finalize(billing: Billing, draft: InvoiceRecord, at: number): InvoiceRecord | undefined {
  const customer = customerById(billing, draft.customer_id);
  const lines = refreshed(billing, draft, at);
  if (lines.fees.every(({ amount_cents }) => amount_cents === 0) && !keepsEmpty(billing, customer)) {
    billing.tables.invoices.remove(draft.lago_id);
    return undefined;
  }
  const priced = draft.invoice_type === "subscription" ? applySettlement(billing, lines, at) : lines;
  const invoice = billing.tables.invoices.put({
    ...priced,
    ...numberOf(billing, customer),
    ...datesOf(at, zoneOf(billing, customer), draft.net_payment_term),
    status: "finalized",
    payment_status: priced.total_cents === 0 ? "succeeded" : "pending",
    finalize_ms: null,
  });
  billing.emit(CREATED[invoice.invoice_type], "invoice", invoiceView(billing, invoice));
  return invoice;
}

function keepsEmpty(billing: Billing, { finalize_zero_amount_invoice }: CustomerRecord): boolean {
  if (finalize_zero_amount_invoice !== "inherit") return finalize_zero_amount_invoice === "finalize";
  return organizationOf(billing).finalize_zero_amount_invoice;
}

const byCustomer = ({ customer_id }: InvoiceRecord) => customer_id;
const byCustomerOnceFinal = ({ customer_id, sequential_id }: InvoiceRecord) =>
  sequential_id === null ? undefined : customer_id;
const onceFinal = ({ sequential_id }: InvoiceRecord) => (sequential_id === null ? undefined : "all");

function numberOf(billing: Billing, customer: CustomerRecord) {
  const { document_numbering, document_number_prefix } = organizationOf(billing);
  const ofCustomer = billing.tables.invoices.count(byCustomerOnceFinal, customer.lago_id) + 1;
  const number =
    document_numbering === "per_customer"
      ? invoiceNumber(customer.slug, ofCustomer)
      : invoiceNumber(document_number_prefix, billing.tables.invoices.count(onceFinal, "all") + 1);
  return { number, sequential_id: ofCustomer };
}
