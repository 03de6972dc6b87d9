import { expect, onTestFinished, test } from "vitest";
import { startBilling } from "../support/billing.ts";
import { withPlans } from "../support/billing-plans.ts";

const AT = "2026-11-01T00:00:00Z";

async function begun() {
  const billing = await startBilling(AT);
  onTestFinished(async () => {
    await billing.close();
    expect(billing.failures).toEqual([]);
  });
  return billing;
}

test("what a voided invoice drew from a wallet that has ended since does not come back", async () => {
  const { ask, subscribe } = await withPlans(AT);
  const wallet = { external_customer_id: "acme", rate_amount: "1", currency: "USD", granted_credits: "10" };
  const { lago_id } = (await ask("POST", "/wallets", { wallet })).body.wallet;
  await subscribe("plus");
  await ask("DELETE", `/wallets/${lago_id}`);
  const [invoice] = (await ask("GET", "/invoices")).body.invoices;
  expect((await ask("POST", `/invoices/${invoice.lago_id}/void`)).body.invoice.status).toBe("voided");
  expect((await ask("GET", `/wallets/${lago_id}`)).body.wallet).toMatchObject({
    balance_cents: 0,
    status: "terminated",
  });
});

test("a page beyond the last has none before it", async () => {
  const { ask } = await begun();
  for (const external_id of ["a", "b", "c"]) await ask("POST", "/customers", { customer: { external_id } });
  const meta = async (page: number) => (await ask("GET", `/customers?per_page=2&page=${page}`)).body.meta;
  expect(await meta(2)).toMatchObject({ current_page: 2, prev_page: 1, next_page: null });
  expect(await meta(9)).toMatchObject({ current_page: 9, prev_page: null, next_page: null, total_pages: 2 });
});

test.each([
  ["EUR", "3.00 EUR"],
  ["JPY", "300 JPY"],
  ["KWD", "0.300 KWD"],
])("an invoice in %s as text has all of the currency's decimals: %s", async (currency, total) => {
  const { ask, base } = await begun();
  await ask("POST", "/customers", { customer: { external_id: "acme", currency } });
  await ask("POST", "/add_ons", { add_on: { name: "A", code: "a", amount_cents: 300, amount_currency: currency } });
  const made = await ask("POST", "/invoices", {
    invoice: { external_customer_id: "acme", currency, fees: [{ add_on_code: "a" }] },
  });
  const text = await (await fetch(`${base}/files/invoices/${made.body.invoice.lago_id}.txt`)).text();
  expect(text).toMatch(new RegExp(`Total +${total.replace(".", "\\.")}\n`));
});
