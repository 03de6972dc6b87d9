import { invalid } from "../api/fault.ts";
import { isoSecond, readFields, readGiven } from "../api/fields.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { metricOf } from "../engine/lookups.ts";
import { METRIC_FIELDS, type MetricRecord } from "../records/metric.ts";
import { mustBeNew, refuseUnoffered } from "./unique.ts";

const UNOFFERED = {
  aggregation_type: ["weighted_sum_agg", "custom_agg"],
  expression: "any",
  filters: "any",
} as const;

/** What may change once a plan prices the metric. */
const LOOKS = ["name", "description"] as const;

const view = (metric: MetricRecord): object => ({ ...metric, filters: [] });
const shown = (metric: MetricRecord) => ok({ billable_metric: view(metric) });

function mustBeWhole({ aggregation_type, field_name }: Pick<MetricRecord, "aggregation_type" | "field_name">): void {
  if (aggregation_type !== "count_agg" && !field_name) throw invalid({ field_name: ["value_is_mandatory"] });
}

const isPriced = ({ tables }: Billing, { lago_id }: MetricRecord): boolean =>
  tables.plans.find(({ charges }) => charges.some(({ metric_id }) => metric_id === lago_id)) !== undefined;

/** Takes the metric out of every plan, so that nothing is priced by it any more. */
function unprice({ tables }: Billing, { lago_id }: MetricRecord): void {
  for (const plan of tables.plans.filter(({ charges }) => charges.some(({ metric_id }) => metric_id === lago_id)))
    tables.plans.change(plan, { charges: plan.charges.filter(({ metric_id }) => metric_id !== lago_id) });
}

function changed(billing: Billing, metric: MetricRecord, input: Readonly<Record<string, unknown>>): MetricRecord {
  refuseUnoffered(input, UNOFFERED);
  const fields = readGiven(METRIC_FIELDS, input);
  if (fields.code !== undefined && fields.code !== metric.code)
    mustBeNew(
      billing.tables.metrics.find(({ code }) => code === fields.code),
      "code",
    );
  const allowed = isPriced(billing, metric)
    ? Object.fromEntries(LOOKS.flatMap((name) => (name in fields ? [[name, fields[name]]] : [])))
    : fields;
  mustBeWhole({ ...metric, ...allowed });
  return billing.tables.metrics.change(metric, allowed);
}

/** What is counted. */
export const metricRoutes: readonly BillingRoute[] = [
  {
    method: "GET",
    path: "/billable_metrics",
    handle: ({ tables }, call) => page(call, "billable_metrics", { rows: newest(tables.metrics.all()), show: view }),
  },
  {
    method: "GET",
    path: "/billable_metrics/:code",
    handle: (billing, call) => shown(metricOf(billing, param(call, "code"))),
  },
  {
    method: "POST",
    path: "/billable_metrics",
    handle: (billing, call) => {
      const input = bodyOf(call, "billable_metric");
      refuseUnoffered(input, UNOFFERED);
      const fields = readFields(METRIC_FIELDS, input);
      mustBeNew(
        billing.tables.metrics.find(({ code }) => code === fields.code),
        "code",
      );
      mustBeWhole(fields);
      const created_at = isoSecond(billing.clock.now());
      const lago_id = billing.idOf("metrics", fields.code);
      const metric = billing.tables.metrics.put({ lago_id, ...fields, created_at });
      billing.emit("billable_metric.created", "billable_metric", view(metric));
      return shown(metric);
    },
  },
  {
    method: "PUT",
    path: "/billable_metrics/:code",
    handle: (billing, call) => {
      const metric = changed(billing, metricOf(billing, param(call, "code")), bodyOf(call, "billable_metric"));
      billing.emit("billable_metric.updated", "billable_metric", view(metric));
      return shown(metric);
    },
  },
  {
    method: "DELETE",
    path: "/billable_metrics/:code",
    handle: (billing, call) => {
      const metric = metricOf(billing, param(call, "code"));
      unprice(billing, metric);
      billing.tables.metrics.remove(metric.lago_id);
      billing.emit("billable_metric.deleted", "billable_metric", view(metric));
      return shown(metric);
    },
  },
];
