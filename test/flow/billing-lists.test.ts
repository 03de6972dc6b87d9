import { expect, test } from "vitest";
import { withPlans } from "../support/billing-plans.ts";

/** The rows of a list by one of their fields, the newest first. */
async function lister(ask: Awaited<ReturnType<typeof withPlans>>["ask"]) {
  return async (path: string, field: string) => {
    const { body } = await ask("GET", path);
    const name = path.split("?")[0]?.split("/").at(-1) ?? "";
    return body[name].map((row: Record<string, unknown>) => row[field]);
  };
}

test("customers are found by what they are called, where they live and what is kept with them", async () => {
  const { ask } = await withPlans("2026-11-01T00:00:00Z");
  const list = await lister(ask);
  const make = (external_id: string, more: object) => ask("POST", "/customers", { customer: { external_id, ...more } });
  await make("b", {
    name: "Bright Voices",
    country: "FR",
    currency: "EUR",
    metadata: [{ key: "tier", value: "gold" }],
  });
  await make("c", { legal_name: "Clear LLC", country: "US", customer_type: "company" });
  const found = (query: string) => list(`/customers?${query}`, "external_id");
  expect(await found("search_term=VOICES")).toEqual(["b"]);
  expect(await found("search_term=clear")).toEqual(["c"]);
  expect(await found("countries[]=FR&countries[]=US")).toEqual(["c", "b"]);
  expect(await found("currencies[]=EUR&countries[]=US")).toEqual([]);
  expect(await found("has_customer_type=true")).toEqual(["c"]);
  expect(await found("metadata[tier]=gold")).toEqual(["b"]);
  expect(await found("metadata[tier]=")).toEqual(["c", "acme"]);
  expect(await found("external_id=acme")).toEqual(["acme"]);
});

test("invoices and credit notes are found by state, date, amount, owner and what is kept with them", async () => {
  const { billing, ask, subscribe } = await withPlans("2026-11-01T00:00:00Z", { name: "Acme" });
  const list = await lister(ask);
  await subscribe("plus");
  await billing.moveTo("2026-12-02T00:00:00Z");
  const [december, november] = await list("/invoices", "lago_id");
  await ask("PUT", `/invoices/${november}`, {
    invoice: { payment_status: "succeeded", metadata: [{ key: "run", value: "7" }] },
  });
  const found = (query: string) => list(`/invoices?${query}`, "lago_id");
  expect(await found("payment_statuses[]=succeeded")).toEqual([november]);
  expect(await found("statuses[]=draft")).toEqual([]);
  expect(await found("statuses[]=draft&statuses[]=finalized&payment_status=pending")).toEqual([december]);
  expect(await found("payment_overdue=true")).toEqual([december]);
  expect(await found("metadata[run]=7")).toEqual([november]);
  expect(await found("search_term=acme&issuing_date_to=2026-11-30")).toEqual([november]);
  expect(await found("amount_from=6001")).toEqual([]);
  const fee_id = (await ask("GET", `/invoices/${november}`)).body.invoice.fees[0].lago_id;
  const note = {
    invoice_id: november,
    reason: "other",
    items: [{ fee_id, amount_cents: 100 }],
    credit_amount_cents: 100,
  };
  const made = (await ask("POST", "/credit_notes", { credit_note: note })).body.credit_note;
  const notes = (query: string) => list(`/credit_notes?${query}`, "lago_id");
  expect(await notes(`invoice_number=${made.invoice_number}&reason=other&amount_to=100`)).toEqual([made.lago_id]);
  expect(await notes("credit_status=consumed")).toEqual([]);
  const { file_url } = (await ask("POST", `/credit_notes/${made.lago_id}/download`)).body.credit_note;
  const page = await (await fetch(`${billing.base}${new URL(file_url).pathname}`)).text();
  expect(page).toContain(`credit note ${made.number}`);
  expect(page).toMatch(/Credited +1\.00 USD/);
});

test("subscriptions, wallets and coupons are found by what the query names", async () => {
  const { ask, subscribe } = await withPlans("2026-11-01T00:00:00Z", { currency: "USD" });
  const list = await lister(ask);
  await subscribe("basic");
  await subscribe("plus", { external_id: "two" });
  expect(await list("/subscriptions?plan_code=plus", "external_id")).toEqual(["two"]);
  expect(await list("/subscriptions?external_id=one&currency=USD", "external_id")).toEqual(["one"]);
  expect(await list("/subscriptions?currency=EUR", "external_id")).toEqual([]);
  const wallet = { external_customer_id: "acme", rate_amount: "1", currency: "USD", granted_credits: "5" };
  const { lago_id } = (await ask("POST", "/wallets", { wallet })).body.wallet;
  expect(await list("/wallets?currency=USD", "lago_id")).toEqual([lago_id]);
  expect(await list("/wallets?currency=EUR", "lago_id")).toEqual([]);
  const moved = (query: string) => list(`/wallets/${lago_id}/wallet_transactions?${query}`, "amount");
  expect(await moved("transaction_status=granted&transaction_type=inbound")).toEqual(["5.0"]);
  expect(await moved("transaction_status=voided")).toEqual([]);
  for (const code of ["x", "y"]) {
    const coupon = { name: code, code, coupon_type: "percentage", percentage_rate: "1", frequency: "forever" };
    await ask("POST", "/coupons", { coupon: { ...coupon, expiration: "no_expiration" } });
    await ask("POST", "/applied_coupons", { applied_coupon: { external_customer_id: "acme", coupon_code: code } });
  }
  expect(await list("/applied_coupons?coupon_code[]=x", "coupon_code")).toEqual(["x"]);
  expect(await list("/customers/acme/applied_coupons?coupon_code[]=x&coupon_code[]=y", "coupon_code")).toHaveLength(2);
});

test("usage is shown for the metric or charge that is asked for; without an active subscription there is none", async () => {
  const { ask, subscribe, call } = await withPlans("2026-11-10T00:00:00Z");
  await ask("POST", "/taxes", { tax: { name: "V", code: "v", rate: 10, applied_to_organization: true } });
  await subscribe("basic");
  await call("a");
  const usage = (query: string) => ask("GET", `/customers/acme/current_usage?external_subscription_id=${query}`);
  const [charge] = (await usage("one")).body.customer_usage.charges_usage;
  expect(
    (await usage(`one&filter_by_charge_id=${charge.charge.lago_id}`)).body.customer_usage.charges_usage,
  ).toHaveLength(1);
  expect((await usage("one&billable_metric_code=other")).body.customer_usage).toMatchObject({
    amount_cents: 0,
    charges_usage: [],
  });
  expect((await usage("one")).body.customer_usage.total_amount_cents).toBe(110);
  expect((await usage("one&apply_taxes=false")).body.customer_usage.total_amount_cents).toBe(100);
  const refused = { status: 405, body: { status: 405, code: "no_active_subscription" } };
  expect(await usage("none")).toMatchObject(refused);
  await ask("DELETE", "/subscriptions/one");
  expect(await usage("one")).toMatchObject(refused);
  expect((await ask("GET", "/customers/none/current_usage?external_subscription_id=one")).body.code).toBe(
    "customer_not_found",
  );
});

test("a draft can be deleted, a final invoice cannot", async () => {
  const grace = { billing_configuration: { invoice_grace_period: 3 } };
  const { billing, ask, subscribe } = await withPlans("2026-11-01T00:00:00Z", grace);
  await subscribe("basic");
  await billing.moveTo("2026-12-01T00:00:00Z");
  const [{ lago_id }] = (await ask("GET", "/invoices?status=draft")).body.invoices;
  expect((await ask("DELETE", `/invoices/${lago_id}`)).body.invoice).toMatchObject({ lago_id, status: "draft" });
  expect((await ask("GET", `/invoices/${lago_id}`)).status).toBe(404);
  await billing.moveTo("2027-01-05T00:00:00Z");
  const [final] = (await ask("GET", "/invoices")).body.invoices;
  expect(final).toMatchObject({ status: "finalized", number: "AVB-SANDBOX-001-001" });
  expect(await ask("DELETE", `/invoices/${final.lago_id}`)).toMatchObject({
    status: 405,
    body: { code: "not_deletable" },
  });
});

test("a subscription makes the customer that nobody has told of yet", async () => {
  const { ask } = await withPlans("2026-11-01T00:00:00Z");
  const subscription = { external_customer_id: "new", plan_code: "basic", external_id: "two" };
  expect((await ask("POST", "/subscriptions", { subscription: { ...subscription, plan_code: "none" } })).status).toBe(
    404,
  );
  expect((await ask("GET", "/customers/new")).status).toBe(404);
  expect((await ask("POST", "/subscriptions", { subscription })).body.subscription.external_customer_id).toBe("new");
  expect((await ask("GET", "/customers/new")).body.customer.currency).toBe("USD");
  expect((await ask("POST", "/subscriptions", { subscription: { plan_code: "basic", external_id: "x" } })).status).toBe(
    422,
  );
});
