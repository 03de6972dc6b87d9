import { expect, test } from "vitest";
import { openShop } from "../support/billing-shop.ts";

const tax = (code: string, rate: number | string, more: object = {}) => ({
  name: code.toUpperCase(),
  code,
  rate,
  ...more,
});
const VAT = tax("vat", 20, { applied_to_organization: true });

test("a tax is made, listed, changed and deleted by its code, with Lago's refusals", async () => {
  const { ask, billing } = await openShop({ at: "2026-11-01T00:00:00Z", charge: {}, taxes: [VAT] });
  const post = (fields: object) => ask("POST", "/taxes", { tax: fields });
  expect((await post(VAT)).body.error_details).toEqual({ code: ["value_already_exist"] });
  expect((await post({ code: "x" })).body.error_details).toEqual({
    name: ["value_is_mandatory"],
    rate: ["value_is_mandatory"],
  });
  expect((await post(tax("x", "-1"))).body.error_details).toEqual({ rate: ["value_is_invalid"] });
  const { tax: shown } = (await billing.client.taxes.findTax("vat")).data;
  expect(shown).toMatchObject({
    rate: 20,
    applied_to_organization: true,
    applied_to_billing_entities_codes: ["default"],
  });
  const { data } = await billing.client.taxes.updateTax("vat", { tax: { rate: "19.6" } });
  expect(data.tax.rate).toBe(19.6);
  expect((await ask("GET", "/organizations")).body.organization.taxes).toMatchObject([{ code: "vat" }]);
  expect((await ask("DELETE", "/taxes/vat")).status).toBe(200);
  expect((await ask("GET", "/taxes/vat")).body).toMatchObject({ status: 404, code: "tax_not_found" });
  expect((await ask("GET", "/taxes")).body.meta.total_count).toBe(0);
});

test("the closest taxes count: of the charge, else of the plan, the customer, the organization", async () => {
  const { billing, ask, made, send, invoices } = await openShop({
    at: "2026-11-01T00:00:00Z",
    taxes: [VAT, tax("charge", 10), tax("plan", 5), tax("customer", "2.5")],
    plan: { amount_cents: 1000, tax_codes: ["plan"] },
    customer: { tax_codes: ["customer"] },
    charge: [{ tax_codes: ["charge"] }, {}],
  });
  await send({ v: 3 });
  await billing.moveTo("2026-12-01T00:00:00Z");
  const [invoice] = await invoices();
  expect(invoice.fees.map((fee: { taxes_amount_cents: number }) => fee.taxes_amount_cents)).toEqual([50, 30, 15]);
  expect(invoice).toMatchObject({ fees_amount_cents: 1600, taxes_amount_cents: 95, total_amount_cents: 1695 });
  expect(invoice.applied_taxes).toMatchObject([
    { tax_code: "plan", amount_cents: 65, fees_amount_cents: 1300 },
    { tax_code: "charge", amount_cents: 30, fees_amount_cents: 300 },
  ]);
  expect((await ask("PUT", "/plans/p", { plan: { tax_codes: [] } })).body.plan.taxes).toEqual([]);
  await made("/add_ons", "add_on", { name: "A", code: "a", amount_cents: 1000, amount_currency: "USD" });
  const fees = [{ add_on_code: "a" }, { add_on_code: "a", tax_codes: ["vat", "plan"] }];
  const one = await made("/invoices", "invoice", { external_customer_id: "acme", fees });
  expect(one).toMatchObject({ taxes_amount_cents: 25 + 250, total_amount_cents: 2275 });
  const customer = { external_id: "acme", tax_codes: [] };
  expect((await ask("POST", "/customers", { customer })).body.customer.taxes).toEqual([]);
  const later = await made("/invoices", "invoice", { external_customer_id: "acme", fees: [{ add_on_code: "a" }] });
  expect(later.taxes_amount_cents).toBe(200);
  expect((await ask("POST", "/customers", { customer: { external_id: "b", tax_codes: ["none"] } })).body.code).toBe(
    "tax_not_found",
  );
});

test("usage, estimates and previews show their taxes", async () => {
  const { ask, send, usage } = await openShop({
    at: "2026-11-16T00:00:00Z",
    taxes: [VAT],
    plan: { amount_cents: 3000 },
    charge: { pay_in_advance: true },
  });
  await send({ v: 2 });
  expect(await usage()).toMatchObject({ amount_cents: 200, taxes_amount_cents: 40, total_amount_cents: 240 });
  const event = { code: "tokens", external_subscription_id: "one", properties: { v: 1 } };
  const estimate = await ask("POST", "/events/estimate_fees", { event });
  expect(estimate.body.fees).toMatchObject([{ taxes_amount_cents: 20, taxes_rate: 20, total_amount_cents: 120 }]);
  const preview = await ask("POST", "/invoices/preview", { customer: { external_id: "new" }, plan_code: "p" });
  expect(preview.body.invoice).toMatchObject({ taxes_amount_cents: 300, total_amount_cents: 1800 });
});

test("a credit note gives taxes back with what they were on", async () => {
  const { billing, ask, made, invoices } = await openShop({
    at: "2026-11-01T00:00:00Z",
    taxes: [VAT],
    plan: { amount_cents: 3000, pay_in_advance: true },
    charge: {},
  });
  const [{ lago_id: invoice_id, total_amount_cents, fees }] = await invoices();
  expect(total_amount_cents).toBe(3600);
  const items = [{ fee_id: fees[0].lago_id, amount_cents: 1000 }];
  const estimate = await ask("POST", "/credit_notes/estimate", { credit_note: { invoice_id, items } });
  expect(estimate.body.estimated_credit_note).toMatchObject({
    max_creditable_amount_cents: 1200,
    taxes_amount_cents: 200,
    applied_taxes: [{ tax_code: "vat", base_amount_cents: 1000 }],
  });
  const note = (credit_amount_cents: number) =>
    ask("POST", "/credit_notes", { credit_note: { invoice_id, items, credit_amount_cents } });
  expect((await note(1000)).body.error_details).toEqual({ base: ["does_not_match_item_amounts"] });
  expect((await note(1200)).body.credit_note).toMatchObject({
    total_amount_cents: 1200,
    taxes_amount_cents: 200,
    sub_total_excluding_taxes_amount_cents: 1000,
  });
  await made("/plans", "plan", {
    name: "Q",
    code: "q",
    interval: "monthly",
    amount_cents: 6000,
    amount_currency: "USD",
  });
  await billing.moveTo("2026-11-16T00:00:00Z");
  await made("/subscriptions", "subscription", { external_customer_id: "acme", plan_code: "q", external_id: "one" });
  const notes = (await ask("GET", "/credit_notes")).body.credit_notes;
  // Fifteen days of thirty come back, with their tax.
  expect(notes[0]).toMatchObject({ credit_amount_cents: 1800, taxes_amount_cents: 300 });
});
