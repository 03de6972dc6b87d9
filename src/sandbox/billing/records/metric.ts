import { AGGREGATIONS } from "../../../domain/billing/aggregation.ts";
import { choice, count, flag, or, type Read, required, text } from "../api/fields.ts";
import type { Row } from "../storage/table.ts";

export const METRIC_FIELDS = {
  name: required(text),
  code: required(text),
  description: text,
  aggregation_type: required(choice(AGGREGATIONS)),
  field_name: text,
  recurring: or(flag, false),
  rounding_function: choice(["round", "ceil", "floor"]),
  rounding_precision: count,
} as const;

/** What is counted, and how. */
export type MetricRecord = Row & Read<typeof METRIC_FIELDS> & { readonly created_at: string };
