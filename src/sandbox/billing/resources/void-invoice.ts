import { notAllowed } from "../api/fault.ts";
import { isoSecond } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import { settleTransaction } from "../engine/wallets.ts";
import type { InvoiceRecord } from "../records/invoice.ts";
import { invoiceView } from "../views/invoice-view.ts";

/** Takes a final, unpaid invoice back; the credit notes and wallets that it drew on get their money again. */
export function voidInvoice(billing: Billing, invoice: InvoiceRecord): InvoiceRecord {
  if (invoice.status !== "finalized" || invoice.payment_status === "succeeded") throw notAllowed("not_voidable");
  const { invoices, creditNotes, wallets, walletTransactions } = billing.tables;
  const at = billing.clock.now();
  for (const { type, item_id, amount_cents } of invoice.credits) {
    const note = type === "credit_note" ? creditNotes.get(item_id) : undefined;
    if (note === undefined) continue;
    creditNotes.change(note, { balance_cents: note.balance_cents + amount_cents, credit_status: "available" });
  }
  const spent = ({ invoice_id, transaction_status }: { invoice_id: string | null; transaction_status: string }) =>
    invoice_id === invoice.lago_id && transaction_status === "invoiced";
  // Lago refuses this part of it (wallet_not_active) and voids the invoice all the same.
  for (const { wallet_id, cents } of walletTransactions.filter(spent))
    if (wallets.get(wallet_id)?.status === "active")
      settleTransaction(billing, wallet_id, { transaction_status: "granted", cents, at, invoice_id: invoice.lago_id });
  const time = isoSecond(at);
  const voided = invoices.change(invoice, { status: "voided", voided_at: time, updated_at: time });
  billing.emit("invoice.voided", "invoice", invoiceView(billing, voided));
  return voided;
}
