import { EVERY_VALUE } from "../../../domain/billing/charge-filters.ts";
import { invalid } from "../api/fault.ts";
import { isObject } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import type { MetricRecord } from "../records/metric.ts";
import type { ChargeFilterRecord } from "../records/plan.ts";

type Input = Readonly<Record<string, unknown>>;

/** The filters of a charge as a client writes them; one over the same values as before keeps its id. */
export function readFilters(
  billing: Billing,
  inputs: readonly Input[],
  of: { readonly metric: MetricRecord; readonly held: readonly ChargeFilterRecord[] },
): readonly ChargeFilterRecord[] {
  return inputs.map((input) => {
    const values = readValues(input.values, of.metric);
    const old = of.held.find((filter) => keyOf(filter.values) === keyOf(values));
    const { invoice_display_name: name, properties } = input;
    return {
      lago_id: old?.lago_id ?? billing.newId(),
      invoice_display_name: typeof name === "string" && name !== "" ? name : null,
      values,
      properties: isObject(properties) ? properties : {},
    };
  });
}

const keyOf = (values: ChargeFilterRecord["values"]): string => JSON.stringify(Object.entries(values).sort());

/** Only keys and values that the metric knows. */
function readValues(input: unknown, { filters = [] }: MetricRecord): ChargeFilterRecord["values"] {
  if (!isObject(input) || Object.keys(input).length === 0) throw invalid({ values: ["value_is_mandatory"] });
  const entries = Object.entries(input).map(([key, wanted]) => {
    const known = filters.find((filter) => filter.key === key);
    if (known === undefined) throw invalid({ billable_metric_filter: ["value_is_mandatory"] });
    const values = Array.isArray(wanted) ? wanted.map(String) : [];
    if (values.length === 0) throw invalid({ values: ["value_is_mandatory"] });
    const isEvery = values.length === 1 && values[0] === EVERY_VALUE;
    if (!isEvery && !values.every((value) => known.values.includes(value)))
      throw invalid({ values: ["value_is_invalid"] });
    return [key, values] as const;
  });
  return Object.fromEntries(entries);
}
