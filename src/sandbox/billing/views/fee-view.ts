import { minorDigits, preciseCents } from "../../../domain/billing/currency.ts";
import { type Decimal, decimalOr0, minus, plus, times, toText } from "../../../domain/billing/decimal.ts";
import { isoSecond } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import { customerById, planById } from "../engine/lookups.ts";
import type { FeeRecord, InvoiceRecord, StandaloneFeeRecord } from "../records/invoice.ts";
import { feeTaxView } from "./tax-view.ts";

const PERCENT: Decimal = { digits: 1n, scale: 2 };

const ITEM_TYPES = {
  subscription: "Subscription",
  charge: "BillableMetric",
  add_on: "AddOn",
  credit: "WalletTransaction",
} as const;

/** What a line takes over from the invoice that it is on; a line on none has it of its own. */
export interface FeeOwner {
  readonly invoiceId: string | null;
  readonly customerId: string;
  readonly currency: string;
  readonly payment_status: StandaloneFeeRecord["payment_status"];
  /** Null for an estimate. */
  readonly created_at: string | null;
  readonly succeeded_at: string | null;
  readonly failed_at: string | null;
  readonly refunded_at: string | null;
}

export const feeOwnerOf = (invoice: InvoiceRecord): FeeOwner => ({
  invoiceId: invoice.lago_id,
  customerId: invoice.customer_id,
  currency: invoice.currency,
  payment_status: invoice.payment_status,
  created_at: invoice.created_at,
  succeeded_at: invoice.payment_status === "succeeded" ? invoice.updated_at : null,
  failed_at: invoice.payment_status === "failed" ? invoice.updated_at : null,
  refunded_at: null,
});

export const standaloneOwner = (fee: StandaloneFeeRecord): FeeOwner => {
  const { customer_id, currency, payment_status, created_at, succeeded_at, failed_at, refunded_at } = fee;
  const own = { currency, payment_status, created_at, succeeded_at, failed_at, refunded_at };
  return { ...own, invoiceId: null, customerId: customer_id };
};

/** A line as the API shows it. */
export function feeView(billing: Billing, owner: FeeOwner, fee: FeeRecord): object {
  const { invoiceId, customerId, currency, ...state } = owner;
  const subscription = billing.tables.subscriptions.get(fee.subscription_id ?? "");
  const created_at = state.created_at ?? isoSecond(billing.clock.now());
  return {
    lago_id: fee.lago_id,
    lago_charge_id: fee.charge_id,
    lago_charge_filter_id: fee.filter?.id ?? null,
    lago_invoice_id: invoiceId,
    lago_true_up_fee_id: null,
    lago_true_up_parent_fee_id: null,
    lago_subscription_id: fee.subscription_id,
    lago_customer_id: customerId,
    external_customer_id: customerById(billing, customerId).external_id,
    external_subscription_id: subscription?.external_id ?? null,
    ...amounts(currency, fee),
    pay_in_advance: fee.pay_in_advance,
    invoiceable: subscription === undefined || chargeOf(billing, fee)?.invoiceable !== false,
    from_date: fee.from,
    to_date: fee.to,
    ...state,
    event_transaction_id: fee.event_transaction_id ?? null,
    description: fee.description,
    self_billed: false,
    item: itemView(fee),
    applied_taxes: (fee.taxes ?? []).map((tax) => feeTaxView(tax, { fee, currency, created_at })),
  };
}

function chargeOf(billing: Billing, { subscription_id, charge_id }: FeeRecord) {
  const subscription = billing.tables.subscriptions.get(subscription_id ?? "");
  if (subscription === undefined) return undefined;
  return planById(billing, subscription.plan_id).charges.find(({ lago_id }) => lago_id === charge_id);
}

function amounts(currency: string, fee: FeeRecord): object {
  const { units, amount_cents, coupon_cents, precise_amount, taxes_cents = 0, taxes_rate = 0 } = fee;
  const precise = minus(preciseCents(decimalOr0(precise_amount), currency), decimalOr0(coupon_cents));
  const preciseTaxes = ofCents(times(times(precise, decimalOr0(taxes_rate)), PERCENT), currency);
  return {
    amount_cents,
    amount_currency: currency,
    precise_amount,
    precise_total_amount: toText(plus(decimalOr0(precise_amount), preciseTaxes)),
    taxes_amount_cents: taxes_cents,
    taxes_precise_amount: toText(preciseTaxes),
    taxes_rate,
    units,
    precise_unit_amount: fee.precise_unit_amount,
    total_aggregated_units: fee.standing_units ?? units,
    total_amount_cents: amount_cents + taxes_cents,
    total_amount_currency: currency,
    events_count: fee.events_count,
    precise_coupons_amount_cents: `${coupon_cents}.0`,
    sub_total_excluding_taxes_amount_cents: amount_cents - coupon_cents,
    sub_total_excluding_taxes_precise_amount_cents: toText(precise),
  };
}

/** An exact number of minor units as an amount of money. */
const ofCents = ({ digits, scale }: Decimal, currency: string): Decimal => ({
  digits,
  scale: scale + minorDigits(currency),
});

const itemView = ({ type, item, description, filter }: FeeRecord): object => ({
  type,
  code: item.code,
  name: item.name,
  description,
  invoice_display_name: item.display,
  filter_invoice_display_name: filter?.name ?? null,
  filters: filter?.values ?? null,
  lago_item_id: item.id,
  item_type: ITEM_TYPES[type],
  grouped_by: {},
});
