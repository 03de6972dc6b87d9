import { found } from "../api/fault.ts";
import type { Billing } from "../billing.ts";
import type { CustomerRecord } from "../records/customer.ts";
import type { MetricRecord } from "../records/metric.ts";
import type { OrganizationRecord } from "../records/organization.ts";
import type { PlanRecord } from "../records/plan.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";

export const organizationOf = ({ tables }: Billing): OrganizationRecord =>
  found(tables.organization.all()[0], "organization");

/** The customer of an application's own id; 404 for none. */
export const customerOf = ({ tables }: Billing, externalId: string): CustomerRecord =>
  found(
    tables.customers.find((row) => row.external_id === externalId && row.deleted !== true),
    "customer",
  );

export const customerById = ({ tables }: Billing, id: string): CustomerRecord =>
  found(tables.customers.get(id), "customer");

/** The plan of a code; 404 for none. */
export const planOf = ({ tables }: Billing, code: string): PlanRecord =>
  found(
    tables.plans.find((row) => row.code === code && row.deleted !== true),
    "plan",
  );

export const planById = ({ tables }: Billing, id: string): PlanRecord => found(tables.plans.get(id), "plan");

export const metricById = ({ tables }: Billing, id: string): MetricRecord =>
  found(tables.metrics.get(id), "billable_metric");

export const metricOf = ({ tables }: Billing, code: string): MetricRecord =>
  found(
    tables.metrics.find((row) => row.code === code),
    "billable_metric",
  );

/** The subscription of an application's own id, in one of these states, the newest first; undefined for none. */
export const subscriptionIn = (
  { tables }: Billing,
  externalId: string,
  states: readonly SubscriptionRecord["status"][],
): SubscriptionRecord | undefined =>
  tables.subscriptions.filter((row) => row.external_id === externalId && states.includes(row.status)).at(-1);

/** The subscription that follows another one after an up- or downgrade. */
export const nextOf = ({ tables }: Billing, { lago_id }: SubscriptionRecord): SubscriptionRecord | undefined =>
  tables.subscriptions.find((row) => row.previous_id === lago_id && row.status !== "canceled");

/** The time zone that a customer's days are counted in. */
export const zoneOf = (billing: Billing, { timezone }: CustomerRecord): string =>
  timezone ?? organizationOf(billing).timezone;
