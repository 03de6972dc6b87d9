import type { Metric } from "./aggregation.ts";
import type { ChargeModel } from "./charge-models.ts";
import type { Complaints } from "./charge-rules.ts";

/** How a charge is paid, besides its prices. */
export interface ChargeTerms {
  readonly charge_model: ChargeModel;
  readonly pay_in_advance: boolean;
  readonly prorated: boolean;
  readonly invoiceable: boolean;
}

type PricedMetric = Pick<Metric, "aggregation_type"> & { readonly recurring: boolean };

/** Their events can be paid for one by one. */
const IN_ADVANCE: readonly string[] = ["count_agg", "sum_agg", "unique_count_agg"];

/** The models that can be paid for by the day, by whether they are paid in advance. */
const PRORATED = { advance: ["standard"], arrears: ["standard", "volume", "graduated"] } as const;

/** The combinations that Lago does not allow (`app/models/charge.rb`): field to code; empty when all is well. */
export function complaintsAboutTerms(terms: ChargeTerms, metric: PricedMetric): Complaints {
  const { charge_model, pay_in_advance, prorated, invoiceable } = terms;
  const advances = charge_model !== "volume" && IN_ADVANCE.includes(metric.aggregation_type);
  const models: readonly string[] = PRORATED[pay_in_advance ? "advance" : "arrears"];
  const prorates = metric.recurring && metric.aggregation_type !== "weighted_sum_agg" && models.includes(charge_model);
  return {
    ...(pay_in_advance && !advances && { pay_in_advance: ["invalid_aggregation_type_or_charge_model"] }),
    ...(prorated && !prorates && { prorated: ["invalid_billable_metric_or_charge_model"] }),
    ...(!invoiceable && !pay_in_advance && { invoiceable: ["must_be_true_unless_pay_in_advance"] }),
  };
}
