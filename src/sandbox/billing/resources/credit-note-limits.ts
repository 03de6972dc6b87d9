import { found, invalid } from "../api/fault.ts";
import { isObject } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import { type ReturnedAmounts, type ReturnedItem, returnedAmounts } from "../engine/credit-note-amounts.ts";
import { taxesOnLines, taxFields } from "../engine/fee-taxes.ts";
import type { InvoiceRecord } from "../records/invoice.ts";
import { estimateTaxView } from "../views/tax-view.ts";

/** How far an invoice can be given back. */
export interface Limits extends ReturnedAmounts {
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
  const amounts = returnedAmounts(invoice, items);
  const refunded = tables.creditNotes
    .filter(({ invoice_id }) => invoice_id === invoice.lago_id)
    .reduce((sum, { refund_cents }) => sum + refund_cents, 0);
  const paid = invoice.payment_status === "succeeded" ? invoice.total_cents : 0;
  return { ...amounts, refundable: Math.max(0, Math.min(amounts.total, paid - refunded)) };
}

/** An estimate as the API shows it. */
export const estimateView = (
  billing: Billing,
  invoice: InvoiceRecord,
  { items, limits }: { readonly items: readonly ReturnedItem[]; readonly limits: Limits },
): object => ({
  lago_invoice_id: invoice.lago_id,
  invoice_number: invoice.number,
  currency: invoice.currency,
  taxes_amount_cents: limits.taxes.cents,
  precise_taxes_amount_cents: limits.taxes.cents,
  taxes_rate: limits.taxes.rate,
  sub_total_excluding_taxes_amount_cents: limits.beforeTaxes,
  max_creditable_amount_cents: limits.total,
  max_refundable_amount_cents: limits.refundable,
  max_offsettable_amount_cents: 0,
  coupons_adjustment_amount_cents: limits.coupons,
  precise_coupons_adjustment_amount_cents: limits.coupons,
  items: items.map(({ fee_id, amount_cents }) => ({ amount_cents, lago_fee_id: fee_id })),
  applied_taxes: taxFields(billing, limits.taxes, taxesOnLines(invoice)).taxes.map((tax) =>
    estimateTaxView(tax, invoice.currency),
  ),
});
