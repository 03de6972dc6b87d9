import type { BillingOverview, CustomerOnPlans } from "./billing-reader.ts";
import { type Html, html } from "./html.ts";
import type { BilledInvoice } from "./lago-shapes.ts";
import { money } from "./money.ts";

/** Where an invoice's page is. */
export const invoicePath = (id: string): string => `/billing/invoices/${encodeURIComponent(id)}`;

/** The state of an invoice in one or two words: a draft or a voided one is nobody's to pay. */
export const stateOf = ({ status, payment_status }: Pick<BilledInvoice, "status" | "payment_status">): string =>
  status === "finalized" ? `finalized, payment ${payment_status}` : status;

/** The billing side of the first page. */
export const billingSection = (overview: BillingOverview, api: string): Html => html`<h2 id="billing">Billing</h2>
<p>A stand-in for Lago answers at <code>${api}</code>.${overview.customerCount === 0 ? undefined : html` What it tells programs: <a href="/billing/customers">customers</a>, <a href="/billing/invoices">invoices</a>.`}</p>
<h3 id="customers">Customers</h3>
${overview.customers.length === 0 ? html`<p class="hint">none yet</p>` : customerTable(overview)}
<h3 id="invoices">Last invoices</h3>
${overview.invoices.length === 0 ? html`<p class="hint">none yet</p>` : invoiceTable(overview)}`;

const customerTable = ({ customers, customerCount }: BillingOverview): Html =>
  html`<table aria-labelledby="customers"><thead><tr><th scope="col">Customer</th><th scope="col">External id</th><th scope="col">Plan</th></tr></thead>
<tbody>${customers.map(customerRow)}</tbody></table>
${more(customerCount - customers.length, "customers")}`;

const customerRow = ({ name, external_id, plans }: CustomerOnPlans): Html =>
  html`<tr><th scope="row">${name || external_id}</th><td><code>${external_id}</code></td><td>${plans.join(", ") || "none"}</td></tr>`;

const invoiceTable = ({ invoices, invoiceCount }: BillingOverview): Html =>
  html`<table aria-labelledby="invoices"><thead><tr><th scope="col">Number</th><th scope="col">Customer</th><th scope="col">Issued</th><th scope="col" class="amount">Total</th><th scope="col">Status</th></tr></thead>
<tbody>${invoices.map(invoiceRow)}</tbody></table>
${more(invoiceCount - invoices.length, "invoices")}`;

const invoiceRow = (invoice: BilledInvoice): Html =>
  html`<tr><th scope="row"><a href="${invoicePath(invoice.lago_id)}">${invoice.number || "draft"}</a></th><td>${invoice.customer.name || invoice.customer.external_id}</td><td>${invoice.issuing_date}</td><td class="amount">${money(invoice.total_amount_cents, invoice.currency)}</td><td>${stateOf(invoice)}</td></tr>`;

const more = (count: number, what: string): Html | undefined =>
  count > 0 ? html`<p class="hint">and ${count} more ${what}</p>` : undefined;
