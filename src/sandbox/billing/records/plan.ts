import type { FilterRule } from "../../../domain/billing/charge-filters.ts";
import { CHARGE_MODELS, type PriceProperties } from "../../../domain/billing/charge-models.ts";
import { INTERVALS } from "../../../domain/billing/periods.ts";
import { cents, choice, count, currency, flag, object, objects, or, type Read, required, text } from "../api/fields.ts";
import type { Row } from "../storage/table.ts";

export const PLAN_FIELDS = {
  name: required(text),
  code: required(text),
  invoice_display_name: text,
  description: text,
  interval: required(choice(INTERVALS)),
  amount_cents: required(cents),
  amount_currency: required(currency),
  trial_period: or(count, 0),
  pay_in_advance: or(flag, false),
  bill_charges_monthly: flag,
  metadata: object,
} as const;

export const CHARGE_FIELDS = {
  billable_metric_id: required(text),
  code: text,
  charge_model: required(choice(CHARGE_MODELS)),
  invoice_display_name: text,
  invoiceable: or(flag, true),
  pay_in_advance: or(flag, false),
  prorated: or(flag, false),
  properties: or(object, {}),
  filters: objects,
} as const;

/** A price of its own for some of a charge's events. */
export interface ChargeFilterRecord extends FilterRule {
  readonly lago_id: string;
  readonly invoice_display_name: string | null;
  readonly properties: PriceProperties;
}

/** A price on a metric. */
export interface ChargeRecord {
  readonly lago_id: string;
  readonly metric_id: string;
  readonly code: string | null;
  readonly charge_model: (typeof CHARGE_MODELS)[number];
  readonly invoice_display_name: string | null;
  readonly invoiceable: boolean;
  readonly properties: PriceProperties;
  readonly created_at: string;
  /** Each event is billed at once; absent where it is not. */
  readonly pay_in_advance?: boolean;
  /** Units are paid for the days that they are there. */
  readonly prorated?: boolean;
  readonly filters?: readonly ChargeFilterRecord[];
  readonly tax_ids?: readonly string[];
}

/** What is paid for a subscription, and for what it uses. */
export type PlanRecord = Row &
  Read<typeof PLAN_FIELDS> & {
    readonly charges: readonly ChargeRecord[];
    readonly tax_ids?: readonly string[];
    readonly created_at: string;
    /** A deleted plan stays for the invoices that name it. */
    readonly deleted?: boolean;
  };
