import { aggregate, type Usage } from "../../../domain/billing/aggregation.ts";
import { priceOf } from "../../../domain/billing/charge-models.ts";
import { toCents } from "../../../domain/billing/currency.ts";
import { minus, toText } from "../../../domain/billing/decimal.ts";
import { found } from "../api/fault.ts";
import { isObject, readFields, required, text } from "../api/fields.ts";
import { type BillingRoute, bodyOf, ok } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { customerById, metricOf, planById, subscriptionIn } from "../engine/lookups.ts";
import { chargesSpanAt, timetableOf } from "../engine/schedule.ts";
import type { MetricRecord } from "../records/metric.ts";
import type { ChargeRecord } from "../records/plan.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";

const FIELDS = { code: required(text), external_subscription_id: required(text) } as const;

interface Question {
  readonly subscription: SubscriptionRecord;
  readonly metric: MetricRecord;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What one more event would add to the open period, by one charge. */
function estimate(billing: Billing, { subscription, metric, properties }: Question, charge: ChargeRecord): object {
  const span = chargesSpanAt(timetableOf(billing, subscription), subscription, billing.clock.now());
  const events = billing.events.between(subscription.external_id, metric.code, span);
  const before = aggregate(metric, events);
  const after = aggregate(metric, [...events, { properties }]);
  const price = (usage: Usage) => priceOf(charge.charge_model, charge.properties, usage);
  const added = minus(price(after), price(before));
  const currency = planById(billing, subscription.plan_id).amount_currency;
  const units = toText(minus(after.units, before.units));
  return {
    ...feeHead(billing, subscription, charge),
    ...feeItem(charge, metric),
    ...feeAmounts(toCents(added, currency), currency),
    units,
    total_aggregated_units: units,
    precise_unit_amount: toText(added),
  };
}

const feeHead = (
  billing: Billing,
  { lago_id, customer_id, external_id }: SubscriptionRecord,
  charge: ChargeRecord,
) => ({
  lago_id: null,
  lago_charge_id: charge.lago_id,
  lago_charge_filter_id: null,
  lago_invoice_id: null,
  lago_true_up_fee_id: null,
  lago_true_up_parent_fee_id: null,
  lago_subscription_id: lago_id,
  lago_customer_id: customer_id,
  external_customer_id: customerById(billing, customer_id).external_id,
  external_subscription_id: external_id,
  pay_in_advance: false,
  invoiceable: charge.invoiceable,
  payment_status: "pending",
  created_at: null,
  succeeded_at: null,
  failed_at: null,
  refunded_at: null,
  description: null,
  amount_details: null,
});

const feeAmounts = (cents: number, currency: string) => ({
  amount_cents: cents,
  amount_currency: currency,
  taxes_amount_cents: 0,
  taxes_rate: 0,
  total_amount_cents: cents,
  total_amount_currency: currency,
  sub_total_excluding_taxes_amount_cents: cents,
  sub_total_excluding_taxes_precise_amount_cents: `${cents}.0`,
  events_count: 1,
});

const feeItem = ({ invoice_display_name }: ChargeRecord, { code, name, lago_id }: MetricRecord) => ({
  item: {
    type: "charge",
    code,
    name,
    invoice_display_name: invoice_display_name ?? name,
    filter_invoice_display_name: null,
    filters: null,
    lago_item_id: lago_id,
    item_type: "BillableMetric",
    grouped_by: {},
  },
});

/** What usage would cost before it happens. */
export const estimateRoutes: readonly BillingRoute[] = [
  {
    method: "POST",
    path: "/events/estimate_fees",
    handle: (billing, call) => {
      const input = bodyOf(call, "event");
      const { code, external_subscription_id } = readFields(FIELDS, input);
      const subscription = found(subscriptionIn(billing, external_subscription_id, ["active"]), "subscription");
      const metric = metricOf(billing, code);
      const properties = isObject(input.properties) ? input.properties : {};
      const { charges } = planById(billing, subscription.plan_id);
      const mine = charges.filter(({ metric_id }) => metric_id === metric.lago_id);
      return ok({ fees: mine.map((charge) => estimate(billing, { subscription, metric, properties }, charge)) });
    },
  },
];
