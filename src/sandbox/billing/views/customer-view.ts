import type { Billing } from "../billing.ts";
import { zoneOf } from "../engine/lookups.ts";
import type { CustomerRecord } from "../records/customer.ts";
import { taxesView } from "./tax-view.ts";

/** A customer as the API shows it. */
export function customerView(billing: Billing, customer: CustomerRecord): object {
  const { deleted: _, tax_ids: __, ...shown } = customer;
  return {
    ...shown,
    billing_entity_code: "default",
    applicable_timezone: zoneOf(billing, customer),
    billing_configuration: { invoice_grace_period: null, payment_provider: null, ...customer.billing_configuration },
    shipping_address: customer.shipping_address ?? {},
    integration_customers: [],
  };
}

/** A customer with what belongs to it, as its own route shows it. */
export const extendedCustomerView = (billing: Billing, customer: CustomerRecord): object => ({
  ...customerView(billing, customer),
  taxes: taxesView(billing, customer.tax_ids),
  applicable_invoice_custom_sections: [],
  error_details: [],
});
