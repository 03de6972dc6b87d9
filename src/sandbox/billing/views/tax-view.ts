import type { Billing } from "../billing.ts";
import { taxesById } from "../engine/fee-taxes.ts";
import type { FeeRecord } from "../records/invoice.ts";
import type { AppliedTaxRecord, TaxRecord } from "../records/tax.ts";

/** A tax as the API shows it. There is one billing entity, which is the organization. */
export const taxView = (tax: TaxRecord): object => ({
  ...tax,
  applied_to_billing_entities_codes: tax.applied_to_organization ? ["default"] : [],
});

/** The taxes that were given to something. */
export const taxesView = (billing: Billing, ids: readonly string[] | undefined): readonly object[] =>
  taxesById(billing, ids ?? []).map(taxView);

interface Applied {
  readonly currency: string;
  readonly created_at: string;
}

const appliedView = (tax: AppliedTaxRecord, { currency, created_at }: Applied) => ({
  lago_id: tax.lago_id,
  lago_tax_id: tax.tax_id,
  tax_name: tax.name,
  tax_code: tax.code,
  tax_rate: tax.rate,
  tax_description: tax.description,
  amount_cents: tax.cents,
  amount_currency: currency,
  created_at,
});

/** A tax on a line. */
export const feeTaxView = (tax: AppliedTaxRecord, of: Applied & { readonly fee: FeeRecord }): object => ({
  ...appliedView(tax, of),
  lago_fee_id: of.fee.lago_id,
});

/** A tax on an invoice. */
export const invoiceTaxView = (tax: AppliedTaxRecord, of: Applied & { readonly lago_id: string }): object => ({
  ...appliedView(tax, of),
  lago_invoice_id: of.lago_id,
  fees_amount_cents: tax.base_cents,
});

/** A tax on a credit note that is not made yet. */
export const estimateTaxView = (tax: AppliedTaxRecord, currency: string): object => ({
  lago_tax_id: tax.tax_id,
  tax_name: tax.name,
  tax_code: tax.code,
  tax_rate: tax.rate,
  tax_description: tax.description,
  base_amount_cents: tax.base_cents,
  amount_cents: tax.cents,
  amount_currency: currency,
});

/** A tax on a credit note. */
export const creditNoteTaxView = (tax: AppliedTaxRecord, of: Applied & { readonly lago_id: string }): object => ({
  ...appliedView(tax, of),
  lago_credit_note_id: of.lago_id,
  base_amount_cents: tax.base_cents,
});
