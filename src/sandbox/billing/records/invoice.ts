import type { Period } from "../../../domain/billing/periods.ts";
import type { Row } from "../storage/table.ts";
import type { MetadataEntry } from "./customer.ts";
import type { AppliedTaxRecord } from "./tax.ts";

/** A line of an invoice. */
export interface FeeRecord extends Row {
  readonly type: "subscription" | "charge" | "add_on" | "credit";
  readonly subscription_id: string | null;
  readonly charge_id: string | null;
  /** The id, code and name of what is billed. */
  readonly item: { readonly id: string; readonly code: string; readonly name: string; readonly display: string };
  readonly plan_code: string | null;
  readonly amount_cents: number;
  readonly coupon_cents: number;
  /** Decimal text, in the currency's major unit. */
  readonly precise_amount: string;
  readonly precise_unit_amount: string;
  readonly units: string;
  readonly events_count: number | null;
  readonly description: string | null;
  readonly pay_in_advance: boolean;
  readonly from: string | null;
  readonly to: string | null;
  /** The price that a charge has for some of its events. */
  readonly filter?: {
    readonly id: string;
    readonly name: string;
    readonly values: Readonly<Record<string, readonly string[]>>;
  };
  /** What the metric counted, where the units are an average. */
  readonly standing_units?: string;
  /** The event that was billed at once. */
  readonly event_transaction_id?: string;
  /** Taxes that a client named for this line alone. */
  readonly tax_ids?: readonly string[];
  readonly taxes?: readonly AppliedTaxRecord[];
  readonly taxes_cents?: number;
  readonly taxes_rate?: number;
}

/** A line that is on no invoice: an event of a charge that is paid at once and kept off invoices. */
export interface StandaloneFeeRecord extends FeeRecord {
  readonly customer_id: string;
  readonly currency: string;
  readonly payment_status: "pending" | "succeeded" | "failed" | "refunded";
  readonly created_at: string;
  readonly succeeded_at: string | null;
  readonly failed_at: string | null;
  readonly refunded_at: string | null;
  /** A deleted one stays, so that its event is not billed again. */
  readonly deleted?: boolean;
}

/** Something that lowered an invoice. */
export interface CreditRecord extends Row {
  readonly type: "coupon" | "credit_note";
  readonly item_id: string;
  readonly code: string;
  readonly name: string;
  readonly amount_cents: number;
}

/** Why a subscription is on an invoice. */
export type InvoicingReason =
  | "subscription_starting"
  | "subscription_periodic"
  | "subscription_terminating"
  | "in_advance_charge";

/** What an invoice bills of one subscription, so that a draft can be worked out again. */
export interface InvoicePart {
  readonly subscription_id: string;
  readonly reason: InvoicingReason;
  /** Days of a plan's period; absent where no subscription fee is due. */
  readonly plan: { readonly period: Period; readonly billed: Period } | null;
  /** Usage from an instant to another, both included (ms). */
  readonly charges: { readonly from: number; readonly to: number } | null;
}

/** What a customer owes for something. */
export interface InvoiceRecord extends Row {
  readonly customer_id: string;
  readonly number: string;
  readonly sequential_id: number | null;
  readonly invoice_type: "subscription" | "one_off" | "credit";
  readonly status: "draft" | "finalized" | "voided";
  readonly payment_status: "pending" | "succeeded" | "failed";
  readonly currency: string;
  readonly issuing_date: string;
  readonly payment_due_date: string;
  readonly net_payment_term: number;
  readonly parts: readonly InvoicePart[];
  readonly fees: readonly FeeRecord[];
  readonly credits: readonly CreditRecord[];
  readonly coupons_cents: number;
  readonly credit_notes_cents: number;
  readonly prepaid_cents: number;
  readonly total_cents: number;
  readonly taxes?: readonly AppliedTaxRecord[];
  readonly taxes_cents?: number;
  readonly taxes_rate?: number;
  readonly metadata: readonly MetadataEntry[];
  /** When a draft is finalised (ms). */
  readonly finalize_ms: number | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly voided_at: string | null;
}
