import { isoSecond } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import { customerById, planById } from "../engine/lookups.ts";
import { spanOf, timetableOf } from "../engine/schedule.ts";
import type { InvoicePart, InvoiceRecord } from "../records/invoice.ts";
import { customerView } from "./customer-view.ts";
import { feeOwnerOf, feeView } from "./fee-view.ts";
import { subscriptionView } from "./subscription-view.ts";
import { invoiceTaxView } from "./tax-view.ts";

/** An invoice as lists show it. */
export function invoiceSummary(billing: Billing, invoice: InvoiceRecord): object {
  const fees = invoice.fees.reduce((sum, { amount_cents }) => sum + amount_cents, 0);
  const afterCoupons = fees - invoice.coupons_cents;
  const taxes = invoice.taxes_cents ?? 0;
  const paid = invoice.payment_status === "succeeded" ? invoice.total_cents : 0;
  const file = invoice.status === "finalized" ? billing.address(`/files/invoices/${invoice.lago_id}.txt`) : null;
  const { lago_id, number, issuing_date, payment_due_date, net_payment_term, invoice_type, status, payment_status } =
    invoice;
  return {
    ...{ lago_id, number, issuing_date, payment_due_date, net_payment_term, invoice_type, status, payment_status },
    billing_entity_code: "default",
    sequential_id: invoice.sequential_id ?? 0,
    payment_dispute_lost_at: null,
    payment_overdue: paid === 0 && status === "finalized" && isOverdue(billing, payment_due_date),
    currency: invoice.currency,
    fees_amount_cents: fees,
    coupons_amount_cents: invoice.coupons_cents,
    credit_notes_amount_cents: invoice.credit_notes_cents,
    sub_total_excluding_taxes_amount_cents: afterCoupons,
    taxes_amount_cents: taxes,
    sub_total_including_taxes_amount_cents: afterCoupons + taxes,
    prepaid_credit_amount_cents: invoice.prepaid_cents,
    progressive_billing_credit_amount_cents: 0,
    total_amount_cents: invoice.total_cents,
    total_paid_amount_cents: paid,
    total_due_amount_cents: status === "finalized" ? invoice.total_cents - paid : 0,
    version_number: 4,
    self_billed: false,
    file_url: file,
    created_at: invoice.created_at,
    updated_at: invoice.updated_at,
    voided_at: invoice.voided_at,
    customer: customerView(billing, customerById(billing, invoice.customer_id)),
    metadata: invoice.metadata,
    applied_taxes: (invoice.taxes ?? []).map((tax) => invoiceTaxView(tax, invoice)),
    applied_invoice_custom_sections: [],
    applied_usage_thresholds: [],
  };
}

const isOverdue = ({ clock }: Billing, due: string): boolean => isoSecond(clock.now()).slice(0, 10) > due;

/** An invoice with its lines, credits and subscriptions, as its own route and webhooks show it. */
export function invoiceView(billing: Billing, invoice: InvoiceRecord): object {
  const { parts, fees, credits, lago_id, payment_status, currency } = invoice;
  const subscriptions = parts.flatMap(({ subscription_id }) => billing.tables.subscriptions.get(subscription_id) ?? []);
  return {
    ...invoiceSummary(billing, invoice),
    billing_periods: parts.map((part) => billingPeriod(billing, part)),
    subscriptions: subscriptions.map((one) => subscriptionView(billing, one)),
    fees: fees.map((fee) => feeView(billing, feeOwnerOf(invoice), fee)),
    credits: credits.map((credit) => ({
      lago_id: credit.lago_id,
      amount_cents: credit.amount_cents,
      amount_currency: currency,
      before_taxes: credit.type === "coupon",
      item: { lago_item_id: credit.item_id, type: credit.type, code: credit.code, name: credit.name },
      invoice: { lago_id, payment_status },
    })),
    error_details: [],
  };
}

function billingPeriod(billing: Billing, { subscription_id, reason, plan, charges }: InvoicePart): object {
  const subscription = billing.tables.subscriptions.get(subscription_id);
  if (subscription === undefined) return {};
  const { zone } = timetableOf(billing, subscription);
  const planSpan = plan === null ? charges : spanOf(plan.billed, zone);
  const chargesSpan = charges ?? planSpan;
  const text = (ms: number | undefined) => (ms === undefined ? "" : isoSecond(ms));
  return {
    lago_subscription_id: subscription_id,
    external_subscription_id: subscription.external_id,
    lago_plan_id: planById(billing, subscription.plan_id).lago_id,
    subscription_from_datetime: text(planSpan?.from),
    subscription_to_datetime: text(planSpan?.to),
    charges_from_datetime: text(chargesSpan?.from),
    charges_to_datetime: text(chargesSpan?.to),
    invoicing_reason: reason,
  };
}
