import {
  choice,
  currency,
  flag,
  object,
  objects,
  or,
  type Read,
  required,
  text,
  texts,
  timeZone,
} from "../api/fields.ts";
import { email, paymentTerm } from "../api/limited-fields.ts";
import type { Row } from "../storage/table.ts";
import { ADDRESS_FIELDS } from "./address.ts";

export const CUSTOMER_FIELDS = {
  external_id: required(text),
  name: text,
  firstname: text,
  lastname: text,
  email,
  phone: text,
  url: text,
  legal_name: text,
  legal_number: text,
  logo_url: text,
  tax_identification_number: text,
  ...ADDRESS_FIELDS,
  currency,
  timezone: timeZone,
  net_payment_term: paymentTerm,
  customer_type: choice(["company", "individual"]),
  account_type: or(choice(["customer", "partner"]), "customer"),
  external_salesforce_id: text,
  finalize_zero_amount_invoice: or(choice(["inherit", "skip", "finalize"]), "inherit"),
  skip_invoice_custom_sections: or(flag, false),
  shipping_address: object,
  billing_configuration: object,
  tax_codes: texts,
  metadata: objects,
} as const;

/** A key and its value that an application keeps with a customer or an invoice. */
export interface MetadataEntry {
  readonly lago_id: string;
  readonly key: string;
  readonly value: string;
  readonly display_in_invoice: boolean;
  readonly created_at: string;
}

/** Somebody who is billed. */
export type CustomerRecord = Row &
  Omit<Read<typeof CUSTOMER_FIELDS>, "metadata" | "tax_codes"> & {
    readonly sequential_id: number;
    readonly slug: string;
    readonly metadata: readonly MetadataEntry[];
    readonly tax_ids?: readonly string[];
    readonly created_at: string;
    readonly updated_at: string;
    /** A deleted customer stays for the invoices that name it. */
    readonly deleted?: boolean;
  };
