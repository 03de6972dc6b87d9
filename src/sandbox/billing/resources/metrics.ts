import type { MetricFilter } from "../../../domain/billing/charge-filters.ts";
import { invalid } from "../api/fault.ts";
import { isObject, isoSecond, readFields, readGiven } from "../api/fields.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { metricOf } from "../engine/lookups.ts";
import { METRIC_FIELDS, type MetricRecord } from "../records/metric.ts";
import { mustBeNew, refuseUnoffered } from "./unique.ts";

const UNOFFERED = {
  aggregation_type: ["custom_agg"],
  expression: "any",
} as const;

/** What may change once a plan prices the metric. */
const LOOKS = ["name", "description"] as const;

/** Their result has no part that could stay from one period to the next. */
const NEVER_RECURRING: readonly string[] = ["count_agg", "max_agg", "latest_agg"];

const view = ({ weighted_interval, filters = [], ...metric }: MetricRecord): object => ({
  ...metric,
  weighted_interval: weighted_interval ?? null,
  filters,
});
const shown = (metric: MetricRecord) => ok({ billable_metric: view(metric) });

function mustBeWhole(metric: Omit<MetricRecord, "lago_id" | "created_at">): void {
  const { aggregation_type, field_name, recurring, weighted_interval } = metric;
  const isBare = aggregation_type !== "count_agg" && !field_name;
  const isUnweighted = aggregation_type === "weighted_sum_agg" && !weighted_interval;
  const errors = {
    ...(isBare && { field_name: ["value_is_mandatory"] }),
    ...(recurring &&
      NEVER_RECURRING.includes(aggregation_type) && { recurring: ["not_compatible_with_aggregation_type"] }),
    ...(isUnweighted && { weighted_interval: ["value_is_invalid"] }),
  };
  if (Object.keys(errors).length > 0) throw invalid(errors);
}

/** The properties by which events can be told apart, as a client writes them; undefined where it names none. */
function readFilters(input: unknown): readonly MetricFilter[] | undefined {
  if (input === undefined || input === null) return undefined;
  if (!Array.isArray(input)) throw invalid({ filters: ["value_is_invalid"] });
  return input.map((one) => {
    const { key, values } = isObject(one) ? one : {};
    if (typeof key !== "string" || key === "") throw invalid({ key: ["value_is_mandatory"] });
    if (!Array.isArray(values) || values.length === 0) throw invalid({ values: ["value_is_mandatory"] });
    return { key, values: [...new Set(values.map(String))] };
  });
}

function filtersFrom({ filters }: Readonly<Record<string, unknown>>) {
  const read = readFilters(filters);
  return read === undefined ? {} : { filters: read };
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
  const open = isPriced(billing, metric)
    ? Object.fromEntries(LOOKS.flatMap((name) => (name in fields ? [[name, fields[name]]] : [])))
    : fields;
  const allowed = { ...open, ...filtersFrom(input) };
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
      const filters = filtersFrom(input);
      const created_at = isoSecond(billing.clock.now());
      const lago_id = billing.idOf("metrics", fields.code);
      const metric = billing.tables.metrics.put({ lago_id, ...fields, ...filters, created_at });
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
