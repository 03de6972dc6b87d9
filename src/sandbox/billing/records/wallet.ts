import { currency, flag, instant, object, or, type Read, required, text } from "../api/fields.ts";
import { between, credits, positiveAmount } from "../api/limited-fields.ts";
import type { Row } from "../storage/table.ts";
import type { TopUpRuleRecord } from "./top-up-rule.ts";

export const WALLET_FIELDS = {
  external_customer_id: required(text),
  name: text,
  code: text,
  priority: or(between(1, 50, "value_is_invalid"), 50),
  rate_amount: required(positiveAmount),
  currency: required(currency),
  expiration_at: instant,
  invoice_requires_successful_payment: or(flag, false),
  metadata: object,
} as const;

/** Prepaid credits; `rate_amount` is what one of them is worth. Balances are whole minor units. */
export type WalletRecord = Row &
  Omit<Read<typeof WALLET_FIELDS>, "external_customer_id"> & {
    readonly customer_id: string;
    readonly status: "active" | "terminated";
    readonly balance_cents: number;
    readonly consumed_cents: number;
    readonly created_at: string;
    readonly terminated_at: string | null;
    readonly last_balance_sync_at: string | null;
    readonly last_consumed_credit_at: string | null;
    readonly top_up_rules?: readonly TopUpRuleRecord[];
  };

export const TOP_UP_FIELDS = {
  paid_credits: credits("paid_credits"),
  granted_credits: credits("granted_credits"),
  voided_credits: credits("voided_credits"),
  name: text,
} as const;

/** A movement of a wallet; credits are decimal text. */
export interface WalletTransactionRecord extends Row {
  readonly wallet_id: string;
  readonly invoice_id: string | null;
  readonly status: "pending" | "settled" | "failed";
  readonly transaction_status: "purchased" | "granted" | "voided" | "invoiced";
  readonly transaction_type: "inbound" | "outbound";
  /** What made it; a person where absent. */
  readonly source?: "manual" | "interval" | "threshold";
  readonly cents: number;
  readonly credits: string;
  readonly name: string | null;
  readonly settled_at: string | null;
  readonly created_at: string;
}
