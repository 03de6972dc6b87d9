import { dayIn, dayText } from "../../domain/billing/calendar.ts";
import { renderDocument } from "./document.ts";
import { invoicePath, stateOf } from "./home-billing.ts";
import { type Html, html } from "./html.ts";
import type { BilledFee, InvoiceInFull } from "./lago-shapes.ts";
import { money } from "./money.ts";

/** What the page of one invoice shows. */
export interface InvoicePage {
  readonly realm: string;
  readonly invoice: InvoiceInFull;
  /** The API's own address of this invoice, which wants the key. */
  readonly apiUrl: string;
}

/** An invoice: who owes what for what. */
export function renderInvoicePage({ realm, invoice, apiUrl }: InvoicePage): string {
  const title = `Invoice ${invoice.number || "(draft)"}`;
  const facts = [
    ["Customer", invoice.customer.name || invoice.customer.external_id],
    ["External id of the customer", invoice.customer.external_id],
    ["Status", stateOf(invoice)],
    ["Issued", invoice.issuing_date],
    ["Due", invoice.payment_due_date],
    ["Lago's id", invoice.lago_id],
  ] as const;
  return renderDocument(
    { title, realm, wide: true },
    html`<h1>${title}</h1>
<p class="lead">From a stand-in for Lago: nobody owes this money.</p>
<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<h2 id="fees">Fees</h2>
${feeTable(invoice)}
<p>${invoice.file_url === null ? undefined : html`<a href="${invoice.file_url}">As a page of text</a> · `}<a href="${invoicePath(invoice.lago_id)}?raw">What the API answers</a> · <a href="/#billing">All of billing</a></p>
<p>The API's own address, which wants the key: <code>${apiUrl}</code></p>`,
  );
}

/** What comes between the fees and the total, as far as there is any of it. */
const REDUCTIONS = [
  ["Coupons", "coupons_amount_cents", -1],
  ["Progressive billing", "progressive_billing_credit_amount_cents", -1],
  ["Taxes", "taxes_amount_cents", 1],
  ["Credit notes", "credit_notes_amount_cents", -1],
  ["Prepaid credits", "prepaid_credit_amount_cents", -1],
] as const;

const feeTable = (invoice: InvoiceInFull): Html => {
  const amount = (name: string, cents: number) =>
    html`<tr><th scope="row" colspan="4">${name}</th><td class="amount">${money(cents, invoice.currency)}</td></tr>`;
  return html`<table aria-labelledby="fees"><thead><tr><th scope="col">What</th><th scope="col">From and to</th><th scope="col" class="amount">Units</th><th scope="col" class="amount">Each</th><th scope="col" class="amount">Amount</th></tr></thead>
<tbody>${invoice.fees.map((fee) => feeRow(fee, invoice))}</tbody>
<tfoot>${REDUCTIONS.map(([name, field, sign]) => (invoice[field] ? amount(name, sign * (invoice[field] ?? 0)) : html``))}
${amount("Total", invoice.total_amount_cents)}
${invoice.total_due_amount_cents === invoice.total_amount_cents ? undefined : amount("Due", invoice.total_due_amount_cents)}</tfoot></table>`;
};

const feeRow = (
  { item, units, precise_unit_amount, amount_cents, from_date, to_date }: BilledFee,
  { currency, customer }: InvoiceInFull,
) =>
  html`<tr><th scope="row">${item.invoice_display_name || item.name}</th><td>${days([from_date, to_date], customer.applicable_timezone)}</td><td class="amount">${units}</td><td class="amount">${precise_unit_amount}</td><td class="amount">${money(amount_cents, currency)}</td></tr>`;

/** Instants as the days of a time zone. */
const days = (instants: readonly (string | null)[], timeZone: string): string =>
  instants.flatMap((instant) => (instant === null ? [] : [dayText(dayIn(Date.parse(instant), timeZone))])).join(" to ");
