import { customerSlug } from "../../../domain/name-based-id.ts";
import { invalid } from "../api/fault.ts";
import { isoSecond, readFields, readGiven } from "../api/fields.ts";
import { narrowed, withMetadata } from "../api/narrow.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, type Call, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { terminate } from "../engine/lifecycle.ts";
import { customerOf, organizationOf } from "../engine/lookups.ts";
import { CUSTOMER_FIELDS, type CustomerRecord } from "../records/customer.ts";
import { customerView, extendedCustomerView } from "../views/customer-view.ts";
import { readMetadata } from "./metadata.ts";
import { customersBy } from "./narrowings.ts";
import { taxIdsFrom } from "./tax-codes.ts";
import { refuseUnoffered } from "./unique.ts";

const UNOFFERED = { integration_customers: "any", invoice_custom_section_codes: "any" } as const;

const live = ({ deleted }: CustomerRecord): boolean => deleted !== true;

/** Makes the customer of an external id, or changes what the input names of it. */
export function upsertCustomer(billing: Billing, input: Readonly<Record<string, unknown>>): CustomerRecord {
  refuseUnoffered(input, UNOFFERED);
  const { customers } = billing.tables;
  const old = customers.find((row) => live(row) && row.external_id === String(input.external_id ?? ""));
  const now = isoSecond(billing.clock.now());
  if (old === undefined) return created(billing, input, now);
  const { metadata, tax_codes: _, ...fields } = readGiven(CUSTOMER_FIELDS, input);
  mustKeepCurrency(billing, old, fields.currency);
  const entries = metadata === undefined ? old.metadata : readMetadata(billing, metadata, old.metadata);
  const changed = customers.change(old, {
    ...fields,
    ...taxIdsFrom(billing, input),
    metadata: entries,
    updated_at: now,
  });
  billing.emit("customer.updated", "customer", extendedCustomerView(billing, changed));
  return changed;
}

function created(billing: Billing, input: Readonly<Record<string, unknown>>, now: string): CustomerRecord {
  const { customers } = billing.tables;
  const { metadata, tax_codes: _, ...fields } = readFields(CUSTOMER_FIELDS, input);
  const sequential_id = customers.all().length + 1;
  const customer = customers.put({
    lago_id: billing.idOf("customers", fields.external_id),
    sequential_id,
    slug: customerSlug(organizationOf(billing).document_number_prefix, sequential_id),
    ...fields,
    ...taxIdsFrom(billing, input),
    metadata: readMetadata(billing, metadata, []),
    created_at: now,
    updated_at: now,
  });
  billing.emit("customer.created", "customer", extendedCustomerView(billing, customer));
  return customer;
}

/** A customer that was billed in a currency keeps it. */
function mustKeepCurrency({ tables }: Billing, customer: CustomerRecord, wanted: string | null | undefined): void {
  if (wanted === undefined || wanted === customer.currency) return;
  const isBound =
    tables.subscriptions.find(({ customer_id }) => customer_id === customer.lago_id) !== undefined ||
    tables.wallets.find(({ customer_id }) => customer_id === customer.lago_id) !== undefined;
  if (isBound && customer.currency !== null) throw invalid({ currency: ["currencies_does_not_match"] });
}

function remove(billing: Billing, customer: CustomerRecord): CustomerRecord {
  const { subscriptions, appliedCoupons, wallets, customers } = billing.tables;
  const now = billing.clock.now();
  const mine = (row: { readonly customer_id: string }) => row.customer_id === customer.lago_id;
  for (const one of subscriptions.filter((row) => mine(row) && (row.status === "active" || row.status === "pending"))) {
    const current = subscriptions.get(one.lago_id);
    if (current?.status === one.status) terminate(billing, current, now);
  }
  const ended = { status: "terminated", terminated_at: isoSecond(now) } as const;
  for (const one of appliedCoupons.filter((row) => mine(row) && row.status === "active"))
    appliedCoupons.change(one, ended);
  for (const one of wallets.filter((row) => mine(row) && row.status === "active")) wallets.change(one, ended);
  return customers.change(customer, { deleted: true });
}

const customersFor = (billing: Billing, call: Call): readonly CustomerRecord[] =>
  narrowed(billing, call, { rows: withMetadata(call, billing.tables.customers.filter(live)), by: customersBy });

/** Those who are billed. */
export const customerRoutes: readonly BillingRoute[] = [
  {
    method: "GET",
    path: "/customers",
    handle: (billing, call) =>
      page(call, "customers", {
        rows: newest(customersFor(billing, call)),
        show: (row) => extendedCustomerView(billing, row),
      }),
  },
  {
    method: "POST",
    path: "/customers",
    handle: (billing, call) =>
      ok({ customer: extendedCustomerView(billing, upsertCustomer(billing, bodyOf(call, "customer"))) }),
  },
  {
    method: "GET",
    path: "/customers/:customer",
    handle: (billing, call) =>
      ok({ customer: extendedCustomerView(billing, customerOf(billing, param(call, "customer"))) }),
  },
  {
    method: "DELETE",
    path: "/customers/:customer",
    handle: (billing, call) => {
      const customer = remove(billing, customerOf(billing, param(call, "customer")));
      return ok({ customer: customerView(billing, customer) });
    },
  },
];
