import { aggregate, type Usage } from "../../../domain/billing/aggregation.ts";
import { priceOf } from "../../../domain/billing/charge-models.ts";
import { toCents } from "../../../domain/billing/currency.ts";
import type { Decimal } from "../../../domain/billing/decimal.ts";
import { found } from "../api/fault.ts";
import type { Billing } from "../billing.ts";
import type { MetricRecord } from "../records/metric.ts";
import type { ChargeRecord, PlanRecord } from "../records/plan.ts";

/** What one charge comes to over some time. */
export interface ChargeUsage {
  readonly charge: ChargeRecord;
  readonly metric: MetricRecord;
  readonly usage: Usage;
  readonly amount: Decimal;
  readonly cents: number;
}

/** Usage to look at: from an instant to another, both included (ms). */
export interface UsageSpan {
  readonly from: number;
  readonly to: number;
}

/** The use of every charge of a plan by a subscription's events. A recurring metric goes on counting from one period to the next. */
export function usageOf(
  billing: Billing,
  externalId: string,
  of: { plan: PlanRecord; span: UsageSpan },
): readonly ChargeUsage[] {
  return of.plan.charges.map((charge) => {
    const metric = found(billing.tables.metrics.get(charge.metric_id), "billable_metric");
    const span = metric.recurring ? { ...of.span, from: 0 } : of.span;
    const usage = aggregate(metric, billing.events.between(externalId, metric.code, span));
    return priced(of.plan, charge, { metric, usage });
  });
}

function priced(plan: PlanRecord, charge: ChargeRecord, of: { metric: MetricRecord; usage: Usage }): ChargeUsage {
  const amount = priceOf(charge.charge_model, charge.properties, of.usage);
  return { ...of, charge, amount, cents: toCents(amount, plan.amount_currency) };
}
