import type { BillingDocument } from "./document.ts";
import { lagoFieldsOf, lagoListOf } from "./kinds.ts";

/** A price of the document that can be worked out in one's head: so much a unit, of a metric that adds up a field. */
export interface UnitPrice {
  readonly plan: string;
  readonly metric: string;
  readonly field: string;
  /** Cents that the units cost. */
  readonly cents: number;
}

/** The first such price of a document, for so many units; undefined where it has none. */
export function unitPrice({ plans, billable_metrics }: BillingDocument, units: number): UnitPrice | undefined {
  const summed = new Map(
    billable_metrics.flatMap((one) =>
      one.aggregation_type === "sum_agg" && one.recurring !== true ? [[one.code, String(one.field_name)] as const] : [],
    ),
  );
  const prices = plans.flatMap(({ code, charges }) =>
    lagoListOf(charges).flatMap(({ billable_metric_code: metric, charge_model, properties }): readonly UnitPrice[] => {
      const field = summed.get(metric);
      const amount = Number(lagoFieldsOf(properties)?.amount);
      if (charge_model !== "standard" || field === undefined || !(amount > 0)) return [];
      return [{ plan: String(code), metric: String(metric), field, cents: Math.round(amount * units * 100) }];
    }),
  );
  return prices[0];
}
