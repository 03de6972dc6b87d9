import { INTERVALS } from "../../../domain/billing/periods.ts";
import { amount, choice, flag, instant, objects, or, type Read, required, text } from "../api/fields.ts";
import type { Row } from "../storage/table.ts";

export const TOP_UP_RULE_FIELDS = {
  trigger: required(choice(["interval", "threshold"])),
  method: or(choice(["fixed", "target"]), "fixed"),
  interval: choice(INTERVALS),
  threshold_credits: amount,
  paid_credits: amount,
  granted_credits: amount,
  grants_target_top_up: flag,
  started_at: instant,
  expiration_at: instant,
  target_ongoing_balance: amount,
  invoice_requires_successful_payment: flag,
  transaction_metadata: objects,
  transaction_name: text,
} as const;

/** When credits are put into a wallet by themselves. */
export type TopUpRuleRecord = Row &
  Read<typeof TOP_UP_RULE_FIELDS> & {
    readonly status: "active" | "terminated";
    readonly created_at: string;
    /** When it is looked at next (ms): the next interval's day, or the instant at which the balance fell. */
    readonly next_ms: number | null;
  };
