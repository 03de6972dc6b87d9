import { DOCUMENT_PREFIX } from "../../../domain/name-based-id.ts";
import { choice, currency, flag, object, or, type Read, text, texts, timeZone } from "../api/fields.ts";
import { email, paymentTerm } from "../api/limited-fields.ts";
import type { Row } from "../storage/table.ts";
import { ADDRESS_FIELDS } from "./address.ts";

export const ORGANIZATION_FIELDS = {
  default_currency: or(currency, "USD"),
  email,
  legal_name: text,
  legal_number: text,
  tax_identification_number: text,
  ...ADDRESS_FIELDS,
  timezone: or(timeZone, "UTC"),
  net_payment_term: or(paymentTerm, 0),
  document_numbering: or(choice(["per_customer", "per_organization"]), "per_customer"),
  document_number_prefix: or(text, DOCUMENT_PREFIX),
  finalize_zero_amount_invoice: or(flag, true),
  email_settings: or(texts, []),
  billing_configuration: or(object, { invoice_footer: null, invoice_grace_period: 0, document_locale: "en" }),
} as const;

/** The one organization of the mock; `hmac_key` signs webhooks whose endpoint asks for HMAC. */
export type OrganizationRecord = Row &
  Read<typeof ORGANIZATION_FIELDS> & {
    readonly name: string;
    readonly created_at: string;
    readonly hmac_key: string;
  };
