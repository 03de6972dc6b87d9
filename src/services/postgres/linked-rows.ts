import type { IdentityDocument } from "../../domain/identity.ts";
import type { LagoFields } from "../../domain/lago.ts";
import type { LinkKind } from "./links.ts";

/** What the running services call things, as they were found. */
export interface LinkedIds {
  /** Ids of Keycloak's groups by path, of those that are there. */
  readonly groups: ReadonlyMap<string, string>;
  /** Ids of Keycloak's users by username. */
  readonly users: ReadonlyMap<string, string>;
  /** Customers that Lago has, by their external ids. */
  readonly customers: ReadonlySet<string>;
  /** Lago's invoices of those customers, by external id, oldest first. */
  readonly invoices: ReadonlyMap<string, readonly LinkedInvoice[]>;
}

/** An invoice as Lago tells it, and the last usage event before it. */
export interface LinkedInvoice {
  readonly invoice: LagoFields;
  readonly eventId: string | undefined;
}

/** A row that should be there, by facts; an undefined one is not known. */
export type LinkedRow = Readonly<Record<string, string | number | undefined>>;

/** Rows that should be there, and what could not be linked. */
export interface LinkedRows extends Readonly<Record<LinkKind, readonly LinkedRow[]>> {
  /** Things that a service does not have, with its name. */
  readonly missing: readonly { readonly kind: string; readonly key: string; readonly why: string }[];
}

/** The tenants, users and invoices of the documents with the ids that the services gave them. */
export function linkedRows(document: IdentityDocument, ids: LinkedIds): LinkedRows {
  const customerOf = customerIds(document);
  const slugOf = (group: string) => group.replace(/^\//, "").replaceAll("/", "-");
  const tenants = document.tenants.map(({ id, name, group }): LinkedRow => {
    const customer = customerOf.get(id) ?? id;
    return {
      ...{ id, name, slug: slugOf(group), keycloak_group_id: ids.groups.get(group) },
      billing_customer_id: ids.customers.has(customer) ? customer : undefined,
    };
  });
  const users = document.users.map((user): LinkedRow => {
    const { username, email, firstName, lastName, attributes } = user;
    const keycloakId = ids.users.get(username);
    return {
      ...{ id: keycloakId ?? user.id, keycloak_id: keycloakId, email, username },
      ...{ first_name: firstName, last_name: lastName, tenant_id: attributes.tenant_id?.[0] },
    };
  });
  const invoices = document.tenants.flatMap(({ id }) =>
    (ids.invoices.get(customerOf.get(id) ?? id) ?? []).map((one) => invoiceRow(id, one)),
  );
  return { tenants, users, invoices, missing: missingIn(document, ids, customerOf) };
}

/** What AgentVoiceBox keeps as a tenant's billing id is the customer's external id in Lago; the tenant's group carries it. */
export const customerIds = ({ tenants, groups }: IdentityDocument): ReadonlyMap<string, string> =>
  new Map(
    tenants.map(({ id, group }) => [
      id,
      groups.find(({ path }) => path === group)?.attributes.billing_customer_id?.[0] ?? id,
    ]),
  );

const invoiceRow = (tenant: string, { invoice, eventId }: LinkedInvoice): LinkedRow => ({
  ...{ id: String(invoice.lago_id), lago_invoice_id: String(invoice.lago_id), lago_event_id: eventId },
  ...{ tenant_id: tenant, number: textOf(invoice.number), status: textOf(invoice.status) },
  ...{ currency: textOf(invoice.currency), total_cents: Number(invoice.total_amount_cents) },
  issued_on: textOf(invoice.issuing_date),
});

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function missingIn({ tenants, users }: IdentityDocument, ids: LinkedIds, customerOf: ReadonlyMap<string, string>) {
  return [
    ...tenants
      .filter(({ group }) => !ids.groups.has(group))
      .map(({ id, group }) => ({
        kind: "tenant",
        key: id,
        why: `Keycloak has no group ${group}: avb dev seed keycloak`,
      })),
    ...tenants
      .filter(({ id }) => !ids.customers.has(customerOf.get(id) ?? id))
      .map(({ id }) => ({
        kind: "tenant",
        key: id,
        why: `Lago has no customer ${customerOf.get(id)}: avb dev seed lago`,
      })),
    ...users
      .filter(({ username }) => !ids.users.has(username))
      .map(({ email, username }) => ({
        kind: "user",
        key: email,
        why: `Keycloak has no user ${username}: avb dev seed keycloak`,
      })),
  ];
}
