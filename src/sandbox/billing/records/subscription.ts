import { BILLING_TIMES } from "../../../domain/billing/periods.ts";
import { choice, instant, or, type Read, required, text } from "../api/fields.ts";
import type { Row } from "../storage/table.ts";

export const SUBSCRIPTION_FIELDS = {
  external_customer_id: required(text),
  plan_code: required(text),
  external_id: required(text),
  name: text,
  billing_time: or(choice(BILLING_TIMES), "calendar"),
  subscription_at: instant,
  ending_at: instant,
} as const;

/** What becomes of the days of a plan paid in advance that a termination leaves. */
export type TerminationCredit = "credit" | "refund" | "skip";

/** A customer on a plan. Instants are ISO text; `next_bill_ms` and `trial_ends_ms` are milliseconds. */
export type SubscriptionRecord = Row &
  Omit<Read<typeof SUBSCRIPTION_FIELDS>, "external_customer_id" | "plan_code" | "subscription_at"> & {
    readonly customer_id: string;
    readonly plan_id: string;
    readonly status: "pending" | "active" | "terminated" | "canceled";
    readonly subscription_at: string;
    readonly created_at: string;
    readonly started_at: string | null;
    readonly terminated_at: string | null;
    readonly canceled_at: string | null;
    readonly trial_ended_at: string | null;
    /** The subscription that an upgrade or downgrade followed. */
    readonly previous_id: string | null;
    /** The end of the charges' period that is not billed yet. */
    readonly next_bill_ms: number | null;
    /** When a trial ends whose plan is then paid for the first time. */
    readonly trial_ends_ms: number | null;
    readonly on_termination_credit_note: TerminationCredit;
    readonly on_termination_invoice: "generate" | "skip";
  };
