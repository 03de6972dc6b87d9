import { expect, onTestFinished, test } from "vitest";
import { startBilling } from "../support/billing.ts";
import { withWallet } from "../support/billing-wallet.ts";

const AT = "2026-11-01T00:00:00Z";

async function begun() {
  const billing = await startBilling(AT);
  onTestFinished(async () => {
    await billing.close();
    expect(billing.failures).toEqual([]);
  });
  return billing;
}

test("a customer's e-mail, country and payment term are looked at, and nothing is made of a wrong one", async () => {
  const { ask } = await begun();
  const make = (fields: object) => ask("POST", "/customers", { customer: { external_id: "acme", ...fields } });
  for (const email of ["nobody", "a b@example.com", "@example.com", "a@b@c", "a@b.example,"])
    expect((await make({ email })).body.error_details).toEqual({ email: ["invalid_email_format"] });
  for (const country of ["ZZ", "EU", "DEU", "SU", "1", 7])
    expect((await make({ country })).body.error_details).toEqual({ country: ["not_a_valid_country_code"] });
  const late = await make({ net_payment_term: -1 });
  expect(late).toMatchObject({ status: 422, body: { error_details: { net_payment_term: ["value_is_out_of_range"] } } });
  expect((await ask("GET", "/customers/acme")).status).toBe(404);
  const good = await make({ email: "a@b.example, c@d.example", country: "de", net_payment_term: 0 });
  expect(good.body.customer).toMatchObject({ country: "DE", net_payment_term: 0 });
});

test.each([
  [{ currency: "EUR" }, { currency: ["currencies_does_not_match"] }],
  [{ rate_amount: "0" }, { rate_amount: ["value_is_out_of_range"] }],
  [{ rate_amount: "-1" }, { rate_amount: ["value_is_out_of_range"] }],
  [{ expiration_at: "2026-10-31T00:00:00Z" }, { expiration_at: ["invalid_date"] }],
  [{ expiration_at: "2027-02-30T00:00:00Z" }, { expiration_at: ["invalid_date"] }],
  [{ expiration_at: "2027-13-01" }, { expiration_at: ["invalid_date"] }],
  [{ granted_credits: "many" }, { granted_credits: ["invalid_granted_credits", "invalid_amount"] }],
  [{ paid_credits: "-1" }, { paid_credits: ["invalid_paid_credits", "invalid_amount"] }],
  [{ priority: 0 }, { priority: ["value_is_invalid"] }],
  [{ priority: 51 }, { priority: ["value_is_invalid"] }],
])("a wallet with %j is refused with %j, and none is made", async (fields, error_details) => {
  const { ask } = await begun();
  await ask("POST", "/customers", { customer: { external_id: "acme", currency: "USD" } });
  const wallet = { external_customer_id: "acme", rate_amount: "1", currency: "USD", ...fields };
  expect(await ask("POST", "/wallets", { wallet })).toMatchObject({ status: 422, body: { error_details } });
  expect((await ask("GET", "/wallets")).body.meta.total_count).toBe(0);
});

test("a wallet that has ended may be written with the end that it has, and with no other of the past", async () => {
  const { billing, put } = await withWallet(AT, { expiration_at: "2026-11-10T00:00:00Z" });
  await billing.moveTo("2026-11-20T00:00:00Z");
  expect((await put({ name: "n", expiration_at: "2026-11-10T00:00:00Z" })).status).toBe(200);
  expect((await put({ expiration_at: "2026-11-11T00:00:00Z" })).status).toBe(422);
});

test("an event before 1970 is refused", async () => {
  const { ask } = await begun();
  const event = { transaction_id: "t", code: "c", external_subscription_id: "s", timestamp: -1 };
  expect((await ask("POST", "/events", { event })).body.error_details).toEqual({ timestamp: ["invalid_format"] });
});
