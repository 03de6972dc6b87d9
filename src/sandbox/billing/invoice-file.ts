import { fromCents } from "../../domain/billing/currency.ts";
import { toText } from "../../domain/billing/decimal.ts";
import type { Billing } from "./billing.ts";
import { customerById, organizationOf } from "./engine/lookups.ts";

/** A final invoice as a page of text; undefined where there is none of that id. */
export function invoiceText(billing: Billing, id: string): string | undefined {
  const invoice = billing.tables.invoices.get(id);
  if (invoice === undefined || invoice.status === "draft") return undefined;
  const { currency, number, issuing_date, payment_due_date, status } = invoice;
  const customer = customerById(billing, invoice.customer_id);
  const money = (cents: number) => `${toText(fromCents(cents, currency)).padStart(14)} ${currency}`;
  const line = (what: string, cents: number) => `${what.padEnd(52)}${money(cents)}`;
  const reduction = (what: string, cents: number) => (cents === 0 ? [] : [line(what, -cents)]);
  return [
    `${organizationOf(billing).name}: invoice ${number} (${status})`,
    `for ${customer.name ?? customer.external_id}, issued ${issuing_date}, due ${payment_due_date}`,
    "",
    ...invoice.fees.map(({ item, units, amount_cents }) => line(`${item.display} (${units})`, amount_cents)),
    ...reduction("Discounts", invoice.coupons_cents),
    ...(invoice.taxes ?? []).map(({ name, rate, cents }) => line(`${name} (${rate} %)`, cents)),
    ...reduction("Credit notes", invoice.credit_notes_cents),
    ...reduction("Prepaid credits", invoice.prepaid_cents),
    line("Total", invoice.total_cents),
    "",
    "This document comes from a mock; nobody owes this money.",
    "",
  ].join("\n");
}
