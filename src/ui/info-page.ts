import { STAND_IN_MARK } from "../domain/stand-in-words.ts";
import { textTable } from "./table.ts";

/** A service on the page. */
interface Service {
  readonly title: string;
  readonly state: string;
  readonly note: string;
  readonly standIn?: true;
  readonly items: readonly { readonly label: string; readonly user?: string; readonly text: string }[];
}

/** What the page shows; see the flow that describes access. */
interface Page {
  readonly mode: string;
  readonly slot: number;
  readonly services: readonly Service[];
  readonly users: readonly {
    readonly username: string;
    readonly tenant: string;
    readonly roles: readonly string[];
    readonly password?: string;
  }[];
  readonly clients: readonly Client[];
  readonly customers: readonly Customer[];
}

/** A tenant that is billed. */
interface Customer {
  readonly name: string;
  readonly billingCustomerId: string;
  readonly lagoCustomerId: string;
  readonly subscriptions: readonly { readonly externalId: string; readonly plan: string }[];
  readonly firstInvoice: { readonly lagoInvoiceId: string; readonly number: string };
}

/** An application on the page. */
interface Client {
  readonly clientId: string;
  readonly public: boolean;
  readonly redirectUris: readonly string[];
  readonly secret?: string;
}

/**
 * How to get at a stack, for a person: services with addresses first, then those who can sign in and the clients, then what does not run.
 * Addresses are never broken over lines, so that they can be copied.
 */
export function infoPage(page: Page, width?: number): string {
  const open = page.services.filter(({ items }) => items.length > 0);
  const closed = page.services.filter(({ items }) => items.length === 0);
  const users = page.users.map(({ username, password, tenant, roles }) => [
    username,
    password ?? "***",
    tenant,
    roles.join(", "),
  ]);
  const headers = ["Test user", "Password", "Tenant", "Roles"];
  return [
    `Mode ${page.mode}, slot ${page.slot}`,
    ...open.map(serviceBlock),
    ...(users.length === 0 ? [] : [textTable(headers, users, width === undefined ? {} : { width })]),
    ...page.clients.map(clientBlock),
    ...page.customers.map(customerBlock),
    ...(closed.length === 0 ? [] : [closed.map(closedLine).join("\n")]),
  ].join("\n\n");
}

function serviceBlock({ title, state, standIn, items }: Service): string {
  const widest = Math.max(...items.map(({ label }) => label.length));
  const lines = items.map(
    ({ label, user, text }) => `  ${label.padEnd(widest)}  ${user === undefined ? text : `${user} / ${text}`}`,
  );
  const mark = state === "stand-in" ? " (sandbox server)" : standIn ? ` (${STAND_IN_MARK})` : "";
  return [`${title}${mark}`, ...lines].join("\n");
}

function clientBlock({ clientId, public: isPublic, secret = "***", redirectUris }: Client): string {
  const lines = [
    ...(isPublic ? [] : [`  secret         ${secret}`]),
    ...(redirectUris.length === 0 ? [] : [`  redirect URIs  ${redirectUris.join(" ")}`]),
  ];
  return [`Client ${clientId}${isPublic ? " (public: it has no secret)" : ""}`, ...lines].join("\n");
}

const customerBlock = ({ name, billingCustomerId, lagoCustomerId, subscriptions, firstInvoice }: Customer): string =>
  [
    `Billed tenant ${name}`,
    `  billing_customer_id  ${billingCustomerId}`,
    `  lago_id              ${lagoCustomerId}`,
    ...subscriptions.map(({ externalId, plan }) => `  subscription         ${externalId} (plan ${plan})`),
    `  first invoice        ${firstInvoice.number} (lago_id ${firstInvoice.lagoInvoiceId})`,
  ].join("\n");

const closedLine = ({ title, state, note }: Service): string =>
  `${title}: ${[state, note].filter((part) => part !== "").join(", ")}`;
