import { badRequest, found, notAllowed } from "../api/fault.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, type Call, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { customerOf, subscriptionIn } from "../engine/lookups.ts";
import { chargesSpanAt, timetableOf } from "../engine/schedule.ts";
import type { InvoiceRecord } from "../records/invoice.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import { usageView } from "../views/usage-view.ts";

function externalIdOf({ query }: Call): string {
  const externalId = query.get("external_subscription_id");
  if (externalId === null)
    throw badRequest("param is missing or the value is empty or invalid: external_subscription_id");
  return externalId;
}

/** The subscription that the query names, if it is this customer's. */
function named(billing: Billing, call: Call, states: readonly SubscriptionRecord["status"][]): SubscriptionRecord {
  const customer = customerOf(billing, param(call, "customer"));
  const subscription = subscriptionIn(billing, externalIdOf(call), states);
  return found(subscription?.customer_id === customer.lago_id ? subscription : undefined, "subscription");
}

/** Lago has no usage to show of a customer without an active subscription of that id. */
function activeOf(billing: Billing, call: Call): SubscriptionRecord {
  const customer = customerOf(billing, param(call, "customer"));
  const subscription = subscriptionIn(billing, externalIdOf(call), ["active"]);
  if (subscription?.customer_id !== customer.lago_id) throw notAllowed("no_active_subscription");
  return subscription;
}

/** The periods of a subscription that were billed, the newest first. */
function pastPeriods(billing: Billing, subscription: SubscriptionRecord) {
  const billed = (invoice: InvoiceRecord) =>
    invoice.parts.flatMap(({ subscription_id, charges, reason }) =>
      charges !== null &&
      reason !== "in_advance_charge" &&
      subscription_id === subscription.lago_id &&
      invoice.status !== "draft"
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
      const subscription = activeOf(billing, call);
      const span = chargesSpanAt(timetableOf(billing, subscription), subscription, billing.clock.now());
      return ok({
        customer_usage: { ...usageView(billing, subscription, { span, ...lookOf(call) }), lago_invoice_id: null },
      });
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
          ...usageView(billing, subscription, { span: charges, metric }),
          lago_invoice_id: invoice.lago_id,
        }),
      });
    },
  },
];

/** Which of the usage is asked for, and whether with its taxes. */
const lookOf = ({ query }: Call) => ({
  metric: query.get("billable_metric_code"),
  charge: query.get("filter_by_charge_id") ?? query.get("charge_id"),
  chargeCode: query.get("filter_by_charge_code") ?? query.get("charge_code"),
  isUntaxed: query.get("apply_taxes") === "false",
});
