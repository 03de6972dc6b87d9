import { cents, currency, type Read, required, text } from "../api/fields.ts";
import type { Row } from "../storage/table.ts";

export const ADD_ON_FIELDS = {
  name: required(text),
  code: required(text),
  invoice_display_name: text,
  amount_cents: required(cents),
  amount_currency: required(currency),
  description: text,
} as const;

/** Something that is billed once. */
export type AddOnRecord = Row &
  Read<typeof ADD_ON_FIELDS> & { readonly created_at: string; readonly tax_ids?: readonly string[] };
