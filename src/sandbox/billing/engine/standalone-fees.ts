import { isoSecond } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import type { FeeRecord, InvoicePart, StandaloneFeeRecord } from "../records/invoice.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import { feeView, standaloneOwner } from "../views/fee-view.ts";
import { taxedFee, taxesFor } from "./fee-taxes.ts";
import { renewalFees } from "./fees.ts";
import { planById } from "./lookups.ts";

/** Keeps a line that is on no invoice. */
export function keepStandalone(
  billing: Billing,
  fee: FeeRecord,
  subscription: SubscriptionRecord,
): StandaloneFeeRecord {
  const { customer_id, plan_id } = subscription;
  const taxed = taxedFee(billing, fee, taxesFor(billing, fee, customer_id));
  const kept = billing.tables.standaloneFees.put({
    ...taxed,
    pay_in_advance: true,
    customer_id,
    currency: planById(billing, plan_id).amount_currency,
    payment_status: "pending",
    created_at: isoSecond(billing.clock.now()),
    succeeded_at: null,
    failed_at: null,
    refunded_at: null,
  });
  billing.emit("fee.created", "fee", feeView(billing, standaloneOwner(kept), kept));
  return kept;
}

/** The units that stay beyond a period, of charges that are paid ahead and kept off invoices. */
export function renewStandalone(
  billing: Billing,
  subscription: SubscriptionRecord,
  { charges: span }: InvoicePart,
): void {
  if (span === null) return;
  const of = { subscription, plan: planById(billing, subscription.plan_id), span };
  const fees = renewalFees(billing, of, ({ invoiceable }) => !invoiceable);
  for (const fee of fees) keepStandalone(billing, fee, subscription);
}
