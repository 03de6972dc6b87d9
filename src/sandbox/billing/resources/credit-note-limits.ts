import { found, invalid } from "../api/fault.ts";
import { isObject } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import type { InvoiceRecord } from "../records/invoice.ts";

/** What is to be given back of a line. */
export interface ReturnedItem {
  readonly fee_id: string;
  readonly amount_cents: number;
}

/** How far an invoice can be given back. */
export interface Limits {
  /** The items less the coupons that lowered them. */
  readonly total: number;
  readonly coupons: number;
  /** What was paid and is not given back yet. */
  readonly refundable: number;
}

/** The items that a client names; 422 where one asks for more than its line has left. */
export function readItems({ tables }: Billing, invoice: InvoiceRecord, input: unknown): readonly ReturnedItem[] {
  if (!Array.isArray(input) || input.length === 0) throw invalid({ items: ["value_is_mandatory"] });
  return input.map((one) => {
    const given = isObject(one) ? one : {};
    const fee = found(
      invoice.fees.find(({ lago_id }) => lago_id === given.fee_id),
      "fee",
    );
    const amount_cents = Number(given.amount_cents);
    if (!Number.isSafeInteger(amount_cents) || amount_cents < 0) throw invalid({ amount_cents: ["value_is_invalid"] });
    const returned = tables.creditNotes
      .filter(({ invoice_id, credit_status }) => invoice_id === invoice.lago_id && credit_status !== "voided")
      .flatMap(({ items }) => items.filter(({ fee_id }) => fee_id === fee.lago_id))
      .reduce((sum, item) => sum + item.amount_cents, 0);
    if (amount_cents > fee.amount_cents - returned)
      throw invalid({ amount_cents: ["higher_than_remaining_fee_amount"] });
    return { fee_id: fee.lago_id, amount_cents };
  });
}

/** What these items come to, and how much of it can be refunded. */
export function limitsOf({ tables }: Billing, invoice: InvoiceRecord, items: readonly ReturnedItem[]): Limits {
  const gross = items.reduce((sum, { amount_cents }) => sum + amount_cents, 0);
  const coupons = items.reduce((sum, { fee_id, amount_cents }) => {
    const fee = invoice.fees.find(({ lago_id }) => lago_id === fee_id);
    const share =
      fee === undefined || fee.amount_cents === 0 ? 0 : (fee.coupon_cents * amount_cents) / fee.amount_cents;
    return sum + Math.round(share);
  }, 0);
  const total = gross - coupons;
  const refunded = tables.creditNotes
    .filter(({ invoice_id }) => invoice_id === invoice.lago_id)
    .reduce((sum, { refund_cents }) => sum + refund_cents, 0);
  const paid = invoice.payment_status === "succeeded" ? invoice.total_cents : 0;
  return { total, coupons, refundable: Math.max(0, Math.min(total, paid - refunded)) };
}

/** An estimate as the API shows it. There are no taxes. */
export const estimateView = (invoice: InvoiceRecord, items: readonly ReturnedItem[], limits: Limits): object => ({
  lago_invoice_id: invoice.lago_id,
  invoice_number: invoice.number,
  currency: invoice.currency,
  taxes_amount_cents: 0,
  precise_taxes_amount_cents: 0,
  taxes_rate: 0,
  sub_total_excluding_taxes_amount_cents: limits.total,
  max_creditable_amount_cents: limits.total,
  max_refundable_amount_cents: limits.refundable,
  max_offsettable_amount_cents: 0,
  coupons_adjustment_amount_cents: limits.coupons,
  precise_coupons_adjustment_amount_cents: limits.coupons,
  items: items.map(({ fee_id, amount_cents }) => ({ amount_cents, lago_fee_id: fee_id })),
  applied_taxes: [],
});
