import type { Row } from "../storage/table.ts";
import type { AppliedTaxRecord } from "./tax.ts";

export const REASONS = [
  "duplicated_charge",
  "product_unsatisfactory",
  "order_change",
  "order_cancellation",
  "fraudulent_charge",
  "other",
] as const;

/** What is given back of a fee. */
export interface CreditNoteItem extends Row {
  readonly fee_id: string;
  readonly amount_cents: number;
}

/** Money that is given back on an invoice: as credit for later ones, or as a refund. */
export interface CreditNoteRecord extends Row {
  readonly customer_id: string;
  readonly invoice_id: string;
  readonly sequential_id: number;
  readonly number: string;
  readonly issuing_date: string;
  readonly reason: (typeof REASONS)[number];
  readonly description: string | null;
  readonly credit_status: "available" | "consumed" | "voided" | null;
  readonly refund_status: "pending" | "succeeded" | "failed" | null;
  readonly currency: string;
  readonly items: readonly CreditNoteItem[];
  readonly coupons_adjustment_cents: number;
  readonly credit_cents: number;
  readonly refund_cents: number;
  readonly balance_cents: number;
  readonly taxes?: readonly AppliedTaxRecord[];
  readonly taxes_cents?: number;
  readonly taxes_rate?: number;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly created_at: string;
  readonly updated_at: string;
}
