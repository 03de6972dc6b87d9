import { centsText } from "../../domain/billing/currency.ts";
import type { Billing } from "./billing.ts";
import { customerById, organizationOf } from "./engine/lookups.ts";

/** A final invoice as a page of text; undefined where there is none of that id. */
export function invoiceText(billing: Billing, id: string): string | undefined {
  const invoice = billing.tables.invoices.get(id);
  if (invoice === undefined || invoice.status === "draft") return undefined;
  const { currency, number, issuing_date, payment_due_date, status } = invoice;
  const customer = customerById(billing, invoice.customer_id);
  const line = lineIn(currency);
  const reduction = (what: string, cents: number) => (cents === 0 ? [] : [line(what, -cents)]);
  return [
    `${organizationOf(billing).name}: invoice ${number} (${status})`,
    `for ${customer.name ?? customer.external_id}, issued ${issuing_date}, due ${payment_due_date}`,
    "",
    ...invoice.fees.map(({ item, units, amount_cents }) => line(`${item.display} (${units})`, amount_cents)),
    ...reduction("Discounts", invoice.coupons_cents),
    ...(invoice.taxes ?? []).map(({ name, rate, cents }) => line(`${name} (${rate} %)`, cents)),
    ...reduction("Credit notes", invoice.credit_notes_cents),
    ...reduction("Prepaid credits", invoice.prepaid_cents),
    line("Total", invoice.total_cents),
    ...FOOT,
  ].join("\n");
}

/** A credit note as a page of text; undefined where there is none of that id. */
export function creditNoteText(billing: Billing, id: string): string | undefined {
  const note = billing.tables.creditNotes.get(id);
  const invoice = billing.tables.invoices.get(note?.invoice_id ?? "");
  if (note === undefined || invoice === undefined) return undefined;
  const line = lineIn(note.currency);
  const nameOf = (feeId: string) => invoice.fees.find(({ lago_id }) => lago_id === feeId)?.item.display ?? "";
  return [
    `${organizationOf(billing).name}: credit note ${note.number} on invoice ${invoice.number}`,
    `issued ${note.issuing_date}`,
    "",
    ...note.items.map(({ fee_id, amount_cents }) => line(nameOf(fee_id), amount_cents)),
    ...(note.taxes ?? []).map(({ name, rate, cents }) => line(`${name} (${rate} %)`, cents)),
    line("Credited", note.credit_cents),
    line("Refunded", note.refund_cents),
    ...FOOT,
  ].join("\n");
}

const FOOT = ["", "This document comes from a mock; nobody owes this money.", ""];

const lineIn =
  (currency: string) =>
  (what: string, cents: number): string =>
    `${what.padEnd(52)}${centsText(cents, currency).padStart(14)} ${currency}`;
