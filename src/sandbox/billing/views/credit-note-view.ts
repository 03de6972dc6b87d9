import type { Billing } from "../billing.ts";
import { customerById } from "../engine/lookups.ts";
import type { CreditNoteRecord } from "../records/credit-note.ts";
import { customerView } from "./customer-view.ts";
import { feeOwnerOf, feeView } from "./fee-view.ts";
import { creditNoteTaxView } from "./tax-view.ts";

/** A credit note as the API shows it. */
export function creditNoteView(billing: Billing, note: CreditNoteRecord): object {
  const invoice = billing.tables.invoices.get(note.invoice_id);
  const total = note.credit_cents + note.refund_cents;
  const { lago_id, number, sequential_id, issuing_date, credit_status, refund_status, reason, description, currency } =
    note;
  const { metadata, created_at, updated_at, taxes_cents = 0 } = note;
  return {
    ...{ lago_id, number, sequential_id, issuing_date, credit_status, refund_status, reason, description, currency },
    ...{ metadata, created_at, updated_at },
    billing_entity_code: "default",
    lago_invoice_id: note.invoice_id,
    invoice_number: invoice?.number ?? "",
    total_amount_cents: total,
    precise_total_amount_cents: `${total}.0`,
    taxes_amount_cents: taxes_cents,
    precise_taxes_amount_cents: `${taxes_cents}.0`,
    taxes_rate: note.taxes_rate ?? 0,
    sub_total_excluding_taxes_amount_cents: total - taxes_cents,
    balance_amount_cents: note.balance_cents,
    credit_amount_cents: note.credit_cents,
    refund_amount_cents: note.refund_cents,
    offset_amount_cents: 0,
    coupons_adjustment_amount_cents: note.coupons_adjustment_cents,
    file_url: billing.address(`/files/credit_notes/${lago_id}.txt`),
    self_billed: false,
    customer: customerView(billing, customerById(billing, note.customer_id)),
    items: note.items.flatMap((item) => {
      const fee = invoice?.fees.find((one) => one.lago_id === item.fee_id);
      if (invoice === undefined || fee === undefined) return [];
      const { amount_cents } = item;
      return [
        {
          lago_id: item.lago_id,
          amount_cents,
          amount_currency: currency,
          fee: feeView(billing, feeOwnerOf(invoice), fee),
        },
      ];
    }),
    applied_taxes: (note.taxes ?? []).map((tax) => creditNoteTaxView(tax, note)),
    error_details: [],
  };
}
