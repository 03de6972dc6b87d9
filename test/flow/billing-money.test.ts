import { expect, test } from "vitest";
import { withPlans } from "../support/billing-plans.ts";

const coupon = (code: string, more: object) => ({
  coupon: { name: code, code, frequency: "once", expiration: "no_expiration", ...more },
});

test("coupons, then prepaid credits, lower an invoice, and are used up by it", async () => {
  const { ask, subscribe } = await withPlans("2026-11-01T00:00:00Z", { currency: "USD" });
  await ask(
    "POST",
    "/coupons",
    coupon("ten", { coupon_type: "fixed_amount", amount_cents: 1000, amount_currency: "USD" }),
  );
  await ask(
    "POST",
    "/coupons",
    coupon("half", { coupon_type: "percentage", percentage_rate: "50", frequency: "recurring", frequency_duration: 2 }),
  );
  for (const coupon_code of ["ten", "half"])
    await ask("POST", "/applied_coupons", { applied_coupon: { external_customer_id: "acme", coupon_code } });
  const wallet = { external_customer_id: "acme", rate_amount: "0.5", currency: "USD", granted_credits: "20" };
  const { lago_id } = (await ask("POST", "/wallets", { wallet })).body.wallet;
  await subscribe("plus");
  const { body } = await ask("GET", "/invoices");
  expect(body.invoices).toMatchObject([
    {
      fees_amount_cents: 6000,
      coupons_amount_cents: 1000 + 2500,
      sub_total_excluding_taxes_amount_cents: 2500,
      prepaid_credit_amount_cents: 1000,
      total_amount_cents: 1500,
      payment_status: "pending",
    },
  ]);
  expect((await ask("GET", `/wallets/${lago_id}`)).body.wallet).toMatchObject({
    balance_cents: 0,
    credits_balance: "0.0",
    consumed_credits: "20.0",
  });
  const applied = (await ask("GET", "/applied_coupons")).body.applied_coupons;
  expect(applied).toMatchObject([
    { coupon_code: "half", status: "active", frequency_duration_remaining: 1, credits: [{ amount_cents: 2500 }] },
    { coupon_code: "ten", status: "terminated", amount_cents_remaining: 0 },
  ]);
});

test("bought credits are the customer's once their invoice is paid, and cannot be taken out beyond the balance", async () => {
  const { ask } = await withPlans("2026-11-01T00:00:00Z");
  const wallet = { external_customer_id: "acme", rate_amount: "2", currency: "USD", paid_credits: "10" };
  const { lago_id, balance_cents } = (await ask("POST", "/wallets", { wallet })).body.wallet;
  expect(balance_cents).toBe(0);
  const [invoice] = (await ask("GET", "/invoices?invoice_type=credit")).body.invoices;
  expect(invoice).toMatchObject({ total_amount_cents: 2000, payment_status: "pending" });
  await ask("PUT", `/invoices/${invoice.lago_id}`, { invoice: { payment_status: "succeeded" } });
  expect((await ask("GET", `/wallets/${lago_id}`)).body.wallet).toMatchObject({
    balance_cents: 2000,
    credits_balance: "10.0",
  });
  const take = (voided_credits: string) =>
    ask("POST", "/wallet_transactions", { wallet_transaction: { wallet_id: lago_id, voided_credits } });
  expect((await take("10.5")).body.error_details).toEqual({ voided_credits: ["insufficient_credits"] });
  expect((await take("4")).body.wallet_transactions).toMatchObject([{ amount: "4.0", transaction_type: "outbound" }]);
  expect((await ask("GET", `/wallets/${lago_id}`)).body.wallet.balance_cents).toBe(1200);
});

test("an invoice in its grace period is a draft that follows the usage until it is finalised", async () => {
  const configuration = { billing_configuration: { invoice_grace_period: 3 } };
  const { billing, ask, subscribe, call } = await withPlans("2026-11-01T00:00:00Z", configuration);
  await subscribe("basic");
  await billing.moveTo("2026-12-02T00:00:00Z");
  const [draft] = (await ask("GET", "/invoices?status=draft")).body.invoices;
  expect(draft).toMatchObject({ number: "AVB-SANDBOX-DRAFT", total_amount_cents: 3000, issuing_date: "2026-12-04" });
  await call("late", Date.parse("2026-11-30T23:00:00Z") / 1000);
  const refreshed = await ask("PUT", `/invoices/${draft.lago_id}/refresh`);
  expect(refreshed.body.invoice).toMatchObject({ status: "draft", total_amount_cents: 3100 });
  await billing.moveTo("2026-12-04T00:00:00Z");
  const final = (await ask("GET", `/invoices/${draft.lago_id}`)).body.invoice;
  expect(final).toMatchObject({ status: "finalized", number: "AVB-SANDBOX-001-001", total_amount_cents: 3100 });
  expect((await ask("PUT", `/invoices/${draft.lago_id}/finalize`)).status).toBe(404);
});

test("a voided invoice gives back what it drew on; a paid one cannot be voided", async () => {
  const { ask, subscribe } = await withPlans("2026-11-01T00:00:00Z");
  const wallet = { external_customer_id: "acme", rate_amount: "1", currency: "USD", granted_credits: "10" };
  const { lago_id } = (await ask("POST", "/wallets", { wallet })).body.wallet;
  await subscribe("plus");
  const [invoice] = (await ask("GET", "/invoices")).body.invoices;
  expect(invoice).toMatchObject({ prepaid_credit_amount_cents: 1000, total_amount_cents: 5000 });
  expect((await ask("POST", `/invoices/${invoice.lago_id}/void`)).body.invoice.status).toBe("voided");
  expect((await ask("GET", `/wallets/${lago_id}`)).body.wallet.balance_cents).toBe(1000);
  await ask("POST", "/add_ons", { add_on: { name: "A", code: "a", amount_cents: 0, amount_currency: "USD" } });
  const free = await ask("POST", "/invoices", {
    invoice: { external_customer_id: "acme", fees: [{ add_on_code: "a" }] },
  });
  expect(free.body.invoice).toMatchObject({ payment_status: "succeeded", total_amount_cents: 0 });
  expect(await ask("POST", `/invoices/${free.body.invoice.lago_id}/void`)).toMatchObject({
    status: 405,
    body: { code: "not_voidable" },
  });
});

test("no more comes back on a credit note than a line was billed, and no more in money than was paid", async () => {
  const { ask, subscribe } = await withPlans("2026-11-01T00:00:00Z");
  await subscribe("plus");
  const { lago_id } = (await ask("GET", "/invoices")).body.invoices[0];
  const fee_id = (await ask("GET", `/invoices/${lago_id}`)).body.invoice.fees[0].lago_id;
  const give = (amount_cents: number, back: object) =>
    ask("POST", "/credit_notes", { credit_note: { invoice_id: lago_id, items: [{ fee_id, amount_cents }], ...back } });
  expect((await give(6001, { credit_amount_cents: 6001 })).body.error_details).toEqual({
    amount_cents: ["higher_than_remaining_fee_amount"],
  });
  expect((await give(100, { refund_amount_cents: 100 })).body.error_details).toEqual({
    refund_amount_cents: ["higher_than_remaining_invoice_amount"],
  });
  expect((await give(100, { credit_amount_cents: 90 })).body.error_details).toEqual({
    base: ["does_not_match_item_amounts"],
  });
  const note = (await give(5000, { credit_amount_cents: 5000 })).body.credit_note;
  expect((await give(1001, { credit_amount_cents: 1001 })).status).toBe(422);
  expect((await ask("PUT", `/credit_notes/${note.lago_id}/void`)).body.credit_note).toMatchObject({
    credit_status: "voided",
    balance_amount_cents: 0,
  });
});

test("a preview shows an invoice and leaves nothing behind", async () => {
  const { ask } = await withPlans("2026-11-16T00:00:00Z");
  const preview = (plan_code: string) =>
    ask("POST", "/invoices/preview", { customer: { external_id: "new", name: "New" }, plan_code });
  expect((await preview("plus")).body.invoice).toMatchObject({
    total_amount_cents: 3000,
    lago_id: null,
    status: "draft",
  });
  expect((await preview("basic")).body.invoice).toMatchObject({ total_amount_cents: 1500, issuing_date: "2026-12-01" });
  expect((await preview("none")).body.code).toBe("plan_not_found");
  expect((await ask("GET", "/customers/new")).status).toBe(404);
  for (const list of ["invoices", "subscriptions"])
    expect((await ask("GET", `/${list}`)).body.meta.total_count).toBe(0);
});
