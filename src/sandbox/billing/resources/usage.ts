import { dayIn, dayText } from "../../../domain/billing/calendar.ts";
import { toText } from "../../../domain/billing/decimal.ts";
import { badRequest, found } from "../api/fault.ts";
import { isoSecond } from "../api/fields.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, type Call, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { customerOf, planById, subscriptionIn } from "../engine/lookups.ts";
import { chargesSpanAt, timetableOf } from "../engine/schedule.ts";
import { type ChargeUsage, type UsageSpan, usageOf } from "../engine/usage.ts";
import type { InvoiceRecord } from "../records/invoice.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";

/** The subscription that the query names, if it is this customer's. */
function named(billing: Billing, call: Call, states: readonly SubscriptionRecord["status"][]): SubscriptionRecord {
  const customer = customerOf(billing, param(call, "customer"));
  const externalId = call.query.get("external_subscription_id");
  if (externalId === null)
    throw badRequest("param is missing or the value is empty or invalid: external_subscription_id");
  const subscription = subscriptionIn(billing, externalId, states);
  return found(subscription?.customer_id === customer.lago_id ? subscription : undefined, "subscription");
}

function usageView(billing: Billing, subscription: SubscriptionRecord, span: UsageSpan): object {
  const plan = planById(billing, subscription.plan_id);
  const { zone } = timetableOf(billing, subscription);
  const used = usageOf(billing, subscription.external_id, { plan, span });
  const total = used.reduce((sum, { cents }) => sum + cents, 0);
  return {
    from_datetime: isoSecond(span.from),
    to_datetime: isoSecond(span.to),
    issuing_date: dayText(dayIn(span.to + 1, zone)),
    currency: plan.amount_currency,
    amount_cents: total,
    taxes_amount_cents: 0,
    total_amount_cents: total,
    charges_usage: used.map((one) => chargeUsageView(plan.amount_currency, one)),
  };
}

const chargeUsageView = (currency: string, { charge, metric, usage, cents }: ChargeUsage): object => ({
  units: toText(usage.units),
  total_aggregated_units: toText(usage.units),
  events_count: usage.events,
  amount_cents: cents,
  amount_currency: currency,
  charge: {
    lago_id: charge.lago_id,
    charge_model: charge.charge_model,
    invoice_display_name: charge.invoice_display_name,
  },
  billable_metric: {
    lago_id: metric.lago_id,
    name: metric.name,
    code: metric.code,
    aggregation_type: metric.aggregation_type,
  },
  filters: [],
  grouped_usage: [],
});

/** The periods of a subscription that were billed, the newest first. */
function pastPeriods(billing: Billing, subscription: SubscriptionRecord) {
  const billed = (invoice: InvoiceRecord) =>
    invoice.parts.flatMap(({ subscription_id, charges }) =>
      charges !== null && subscription_id === subscription.lago_id && invoice.status !== "draft"
        ? [{ invoice, charges }]
        : [],
    );
  return newest(billing.tables.invoices.all().flatMap(billed));
}

/** What was used, and what it comes to. */
export const usageRoutes: readonly BillingRoute[] = [
  {
    method: "GET",
    path: "/customers/:customer/current_usage",
    handle: (billing, call) => {
      const subscription = named(billing, call, ["active"]);
      const span = chargesSpanAt(timetableOf(billing, subscription), subscription, billing.clock.now());
      return ok({ customer_usage: { ...usageView(billing, subscription, span), lago_invoice_id: null } });
    },
  },
  {
    method: "GET",
    path: "/customers/:customer/past_usage",
    handle: (billing, call) => {
      const subscription = named(billing, call, ["active", "terminated"]);
      const count = Number(call.query.get("periods_count") ?? Number.POSITIVE_INFINITY);
      const metric = call.query.get("billable_metric_code");
      const rows = pastPeriods(billing, subscription).slice(0, Number.isNaN(count) ? undefined : count);
      return page(call, "usage_periods", {
        rows,
        show: ({ invoice, charges }) => ({
          ...onlyMetric(usageView(billing, subscription, charges), metric),
          lago_invoice_id: invoice.lago_id,
        }),
      });
    },
  },
];

function onlyMetric(view: object, code: string | null): object {
  if (code === null || !("charges_usage" in view) || !Array.isArray(view.charges_usage)) return view;
  return { ...view, charges_usage: view.charges_usage.filter(({ billable_metric }) => billable_metric.code === code) };
}
