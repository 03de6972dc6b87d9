import { preciseCents } from "../../../domain/billing/currency.ts";
import { decimalOr0, minus, toText } from "../../../domain/billing/decimal.ts";
import type { Billing } from "../billing.ts";
import { customerById } from "../engine/lookups.ts";
import type { FeeRecord, InvoiceRecord } from "../records/invoice.ts";

const ITEM_TYPES = {
  subscription: "Subscription",
  charge: "BillableMetric",
  add_on: "AddOn",
  credit: "WalletTransaction",
} as const;

/** A line of an invoice as the API shows it. There are no taxes. */
export function feeView(billing: Billing, invoice: InvoiceRecord, fee: FeeRecord): object {
  const { lago_id, payment_status, customer_id } = invoice;
  const subscription = billing.tables.subscriptions.get(fee.subscription_id ?? "");
  return {
    lago_id: fee.lago_id,
    lago_charge_id: fee.charge_id,
    lago_charge_filter_id: null,
    lago_invoice_id: lago_id,
    lago_true_up_fee_id: null,
    lago_true_up_parent_fee_id: null,
    lago_subscription_id: fee.subscription_id,
    lago_customer_id: customer_id,
    external_customer_id: customerById(billing, customer_id).external_id,
    external_subscription_id: subscription?.external_id ?? null,
    ...amounts(invoice.currency, fee),
    pay_in_advance: fee.pay_in_advance,
    invoiceable: true,
    from_date: fee.from,
    to_date: fee.to,
    payment_status,
    created_at: invoice.created_at,
    succeeded_at: payment_status === "succeeded" ? invoice.updated_at : null,
    failed_at: payment_status === "failed" ? invoice.updated_at : null,
    refunded_at: null,
    description: fee.description,
    self_billed: false,
    item: itemView(fee),
    applied_taxes: [],
  };
}

function amounts(currency: string, fee: FeeRecord): object {
  const { units, amount_cents, coupon_cents, precise_amount } = fee;
  const afterCoupons = amount_cents - coupon_cents;
  const precise = minus(preciseCents(decimalOr0(precise_amount), currency), decimalOr0(coupon_cents));
  return {
    amount_cents,
    amount_currency: currency,
    precise_amount,
    precise_total_amount: precise_amount,
    taxes_amount_cents: 0,
    taxes_precise_amount: "0.0",
    taxes_rate: 0,
    units,
    precise_unit_amount: fee.precise_unit_amount,
    total_aggregated_units: units,
    total_amount_cents: afterCoupons,
    total_amount_currency: currency,
    events_count: fee.events_count,
    precise_coupons_amount_cents: `${coupon_cents}.0`,
    sub_total_excluding_taxes_amount_cents: afterCoupons,
    sub_total_excluding_taxes_precise_amount_cents: toText(precise),
  };
}

const itemView = ({ type, item, description }: FeeRecord): object => ({
  type,
  code: item.code,
  name: item.name,
  description,
  invoice_display_name: item.display,
  filter_invoice_display_name: null,
  filters: null,
  lago_item_id: item.id,
  item_type: ITEM_TYPES[type],
  grouped_by: {},
});
