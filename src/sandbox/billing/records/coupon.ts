import {
  amount,
  cents,
  choice,
  count,
  currency,
  flag,
  instant,
  object,
  or,
  type Read,
  required,
  text,
} from "../api/fields.ts";
import type { Row } from "../storage/table.ts";

export const FREQUENCIES = ["once", "recurring", "forever"] as const;

export const COUPON_FIELDS = {
  name: required(text),
  code: required(text),
  description: text,
  coupon_type: required(choice(["fixed_amount", "percentage"])),
  amount_cents: cents,
  amount_currency: currency,
  percentage_rate: amount,
  reusable: or(flag, true),
  frequency: required(choice(FREQUENCIES)),
  frequency_duration: count,
  expiration: required(choice(["no_expiration", "time_limit"])),
  expiration_at: instant,
  applies_to: object,
} as const;

/** A discount that can be given to customers. */
export type CouponRecord = Row &
  Omit<Read<typeof COUPON_FIELDS>, "applies_to"> & {
    readonly plan_codes: readonly string[];
    readonly metric_codes: readonly string[];
    readonly created_at: string;
    readonly terminated_at: string | null;
    readonly deleted_at?: string;
  };

export const APPLIED_COUPON_FIELDS = {
  external_customer_id: required(text),
  coupon_code: required(text),
  frequency: choice(FREQUENCIES),
  frequency_duration: count,
  amount_cents: cents,
  amount_currency: currency,
  percentage_rate: amount,
} as const;

/** A discount that a customer has. */
export interface AppliedCouponRecord extends Row {
  readonly coupon_id: string;
  readonly customer_id: string;
  readonly status: "active" | "terminated";
  readonly amount_cents: number | null;
  readonly amount_currency: string | null;
  readonly percentage_rate: string | null;
  readonly frequency: (typeof FREQUENCIES)[number];
  readonly frequency_duration: number | null;
  readonly frequency_duration_remaining: number | null;
  readonly amount_cents_remaining: number | null;
  readonly created_at: string;
  readonly terminated_at: string | null;
}
