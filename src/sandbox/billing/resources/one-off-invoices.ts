import { fromCents, toCents } from "../../../domain/billing/currency.ts";
import { decimalOr0, times, toText } from "../../../domain/billing/decimal.ts";
import { found, invalid } from "../api/fault.ts";
import { amount, cents, currency, instant, isObject, or, readFields, required, text } from "../api/fields.ts";
import { type BillingRoute, bodyOf, ok } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { makeInvoice } from "../engine/invoices.ts";
import { customerOf, organizationOf } from "../engine/lookups.ts";
import type { FeeRecord } from "../records/invoice.ts";
import { invoiceView } from "../views/invoice-view.ts";
import { taxIdsFrom } from "./tax-codes.ts";

const INVOICE_FIELDS = { external_customer_id: required(text), currency } as const;

const LINE_FIELDS = {
  add_on_code: required(text),
  unit_amount_cents: cents,
  units: or(amount, "1"),
  description: text,
  invoice_display_name: text,
  from_datetime: instant,
  to_datetime: instant,
} as const;

/** One line: so many of an add-on, at its own price unless another one is given. */
function lineOf(billing: Billing, input: unknown, wanted: string): FeeRecord {
  if (!isObject(input)) throw invalid({ fees: ["value_is_invalid"] });
  const line = readFields(LINE_FIELDS, input);
  const addOn = found(
    billing.tables.addOns.find(({ code }) => code === line.add_on_code),
    "add_on",
  );
  if (addOn.amount_currency !== wanted) throw invalid({ currency: ["currencies_does_not_match"] });
  const unit = fromCents(line.unit_amount_cents ?? addOn.amount_cents, wanted);
  const price = times(unit, decimalOr0(line.units));
  const display = line.invoice_display_name ?? addOn.invoice_display_name ?? addOn.name;
  return {
    lago_id: billing.newId(),
    type: "add_on",
    subscription_id: null,
    charge_id: null,
    item: { id: addOn.lago_id, code: addOn.code, name: addOn.name, display },
    plan_code: null,
    amount_cents: toCents(price, wanted),
    coupon_cents: 0,
    precise_amount: toText(price),
    precise_unit_amount: toText(unit),
    units: toText(decimalOr0(line.units)),
    events_count: null,
    description: line.description ?? addOn.description,
    pay_in_advance: false,
    ...taxIdsFrom(billing, input),
    from: line.from_datetime,
    to: line.to_datetime,
  };
}

/** Invoices over add-ons. */
export const oneOffInvoiceRoutes: readonly BillingRoute[] = [
  {
    method: "POST",
    path: "/invoices",
    handle: (billing, call) => {
      const input = bodyOf(call, "invoice");
      const fields = readFields(INVOICE_FIELDS, input);
      const customer = customerOf(billing, fields.external_customer_id);
      const wanted = fields.currency ?? customer.currency ?? organizationOf(billing).default_currency;
      if (!Array.isArray(input.fees) || input.fees.length === 0) throw invalid({ fees: ["value_is_mandatory"] });
      const fees = input.fees.map((one) => lineOf(billing, one, wanted));
      const at = billing.clock.now();
      const invoice = makeInvoice(billing, { customer, type: "one_off", currency: wanted, parts: [], fees, at });
      return ok({ invoice: invoiceView(billing, found(invoice, "invoice")) });
    },
  },
];
