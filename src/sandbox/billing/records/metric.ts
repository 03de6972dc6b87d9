import { AGGREGATIONS } from "../../../domain/billing/aggregation.ts";
import type { MetricFilter } from "../../../domain/billing/charge-filters.ts";
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
  weighted_interval: choice(["seconds"]),
} as const;

/** What is counted, and how. */
export type MetricRecord = Row &
  Omit<Read<typeof METRIC_FIELDS>, "weighted_interval"> & {
    readonly created_at: string;
    readonly weighted_interval?: "seconds" | null;
    readonly filters?: readonly MetricFilter[];
  };
