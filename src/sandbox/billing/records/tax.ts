import { flag, or, type Read, rate, required, text } from "../api/fields.ts";
import type { Row } from "../storage/table.ts";

export const TAX_FIELDS = {
  name: required(text),
  code: required(text),
  rate: required(rate),
  description: text,
  applied_to_organization: or(flag, false),
} as const;

/** A tax; `rate` is a percentage. */
export type TaxRecord = Row & Read<typeof TAX_FIELDS> & { readonly created_at: string };

/** A tax as it was put on a line, a bill or a credit note: later changes of the tax leave it alone. */
export interface AppliedTaxRecord extends Row {
  readonly tax_id: string;
  readonly code: string;
  readonly name: string;
  readonly description: string | null;
  readonly rate: number;
  readonly cents: number;
  /** What the tax was worked out from. */
  readonly base_cents: number;
}
