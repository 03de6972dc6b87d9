import type { Checkout } from "../domain/checkout.ts";
import { billingId, customerSlug, DOCUMENT_PREFIX, invoiceName, invoiceNumber } from "../domain/name-based-id.ts";
import type { World } from "../domain/world.ts";
import { wantedBilling } from "./billing-document.ts";
import { withoutSeeds, withoutUntrustedSeeds } from "./seeding/seed-sources.ts";

/** A tenant as the sandbox bills it. Nothing here is asked of the server: it follows from the document. */
export interface CustomerAccess {
  readonly name: string;
  /** The tenant's id, and what AgentVoiceBox keeps as `billing_customer_id`. */
  readonly billingCustomerId: string;
  readonly lagoCustomerId: string;
  readonly subscriptions: readonly { readonly externalId: string; readonly plan: string }[];
  /** What the first invoice is or will be; its number holds where the tenants were the first customers to be made. */
  readonly firstInvoice: { readonly lagoInvoiceId: string; readonly number: string };
}

/** The tenants that are billed in the sandbox, in the order in which they are made. */
export async function describeBilling(world: World, checkout: Checkout): Promise<readonly CustomerAccess[]> {
  const { customers, subscriptions } = await wantedBilling(world, withoutUntrustedSeeds(checkout)).catch(() =>
    // What is wrong with a team's document is told by what acts on it.
    wantedBilling(world, withoutSeeds(checkout)),
  );
  const idOf = (table: string, name: string) => billingId(world.hash.sha256, table, name);
  return customers.map((customer, at) => {
    const id = String(customer.external_id);
    return {
      name: String(customer.name ?? id),
      billingCustomerId: id,
      lagoCustomerId: idOf("customers", id),
      subscriptions: subscriptions
        .filter(({ external_customer_id }) => external_customer_id === id)
        .map(({ external_id, plan_code }) => ({ externalId: String(external_id), plan: String(plan_code) })),
      firstInvoice: {
        lagoInvoiceId: idOf("invoices", invoiceName(id, 1)),
        number: invoiceNumber(customerSlug(DOCUMENT_PREFIX, at + 1), 1),
      },
    };
  });
}
