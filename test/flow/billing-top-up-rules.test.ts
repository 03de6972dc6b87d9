import { expect, test } from "vitest";
import { withWallet } from "../support/billing-wallet.ts";

const rules = (rule: object) => ({ recurring_transaction_rules: [rule] });

test("an interval puts credits in on the day that it was begun on, or the month's last", async () => {
  const { billing, movements, read, made } = await withWallet(
    "2027-01-31T12:00:00Z",
    { granted_credits: "10", ...rules({ trigger: "interval", interval: "monthly" }) },
    { timezone: "America/New_York" },
  );
  expect(made.recurring_transaction_rules).toMatchObject([
    {
      trigger: "interval",
      method: "fixed",
      interval: "monthly",
      granted_credits: "10",
      paid_credits: "0.0",
      status: "active",
    },
  ]);
  await billing.moveTo("2027-04-01T00:00:00Z");
  expect(await movements()).toEqual([
    ["2027-01-31T12:00:00Z", "manual", "granted", "10.0"],
    ["2027-02-28T05:00:00Z", "interval", "granted", "10.0"],
    ["2027-03-31T04:00:00Z", "interval", "granted", "10.0"],
  ]);
  expect((await read()).credits_balance).toBe("30.0");
});

test("a target is filled up to, by what is bought or given; where nothing is missing, nothing comes", async () => {
  const target = { trigger: "interval", interval: "weekly", method: "target", target_ongoing_balance: "20" };
  const { billing, ask, movements, spend } = await withWallet("2026-11-02T00:00:00Z", {
    granted_credits: "5",
    ...rules({ ...target, grants_target_top_up: true, transaction_name: "Weekly" }),
  });
  await billing.moveTo("2026-11-16T00:00:00Z");
  await spend("4");
  await billing.moveTo("2026-11-23T00:00:00Z");
  expect((await movements()).map(([, source, , amount]: string[]) => [source, amount])).toEqual([
    ["manual", "5.0"],
    ["interval", "15.0"],
    ["manual", "4.0"],
    ["interval", "4.0"],
  ]);
  expect((await ask("GET", "/invoices")).body.invoices).toEqual([]);
});

test("a balance that falls to its threshold is topped up once, by an invoice that is still to be paid", async () => {
  const { ask, movements, spend, read } = await withWallet("2026-11-02T00:00:00Z", {
    granted_credits: "10",
    ...rules({ trigger: "threshold", threshold_credits: "4", paid_credits: "8" }),
  });
  await spend("5");
  expect(await movements()).toHaveLength(2);
  await spend("1");
  await spend("1");
  const [invoice, ...others] = (await ask("GET", "/invoices?invoice_type=credit")).body.invoices;
  expect(others).toEqual([]);
  expect(invoice).toMatchObject({ total_amount_cents: 800, payment_status: "pending" });
  expect((await movements()).filter(([, source]: string[]) => source === "threshold")).toEqual([
    ["2026-11-02T00:00:00Z", "threshold", "purchased", "8.0"],
  ]);
  await ask("PUT", `/invoices/${invoice.lago_id}`, { invoice: { payment_status: "succeeded" } });
  expect((await read()).credits_balance).toBe("11.0");
});

test("what an invoice draws on can make a balance fall too", async () => {
  const { billing, ask, movements, read } = await withWallet("2026-11-01T00:00:00Z", {
    granted_credits: "10",
    ...rules({ trigger: "threshold", threshold_credits: "2", granted_credits: "6" }),
  });
  const plan = { name: "P", code: "p", interval: "monthly", amount_cents: 900, amount_currency: "USD" };
  await ask("POST", "/plans", { plan });
  const subscription = { external_customer_id: "acme", plan_code: "p", external_id: "one" };
  await ask("POST", "/subscriptions", { subscription });
  await billing.moveTo("2026-12-01T00:00:00Z");
  expect((await movements()).slice(1)).toEqual([
    ["2026-12-01T00:00:00Z", "manual", "invoiced", "9.0"],
    ["2026-12-01T00:00:00Z", "threshold", "granted", "6.0"],
  ]);
  expect((await read()).credits_balance).toBe("7.0");
  const ids = (await ask("GET", "/invoices")).body.invoices.map((one: { lago_id: string }) => one.lago_id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("a rule that is left out, has expired or whose wallet ended puts nothing in any more", async () => {
  const weekly = { trigger: "interval", interval: "weekly", granted_credits: "1" };
  const { billing, ask, put, movements, made, lago_id } = await withWallet(
    "2026-11-02T00:00:00Z",
    rules({ ...weekly, expiration_at: "2026-11-20T00:00:00Z" }),
  );
  await billing.moveTo("2026-11-30T00:00:00Z");
  expect(await movements()).toHaveLength(2);
  const [{ lago_id: id }] = made.recurring_transaction_rules;
  const later = await put(rules({ ...weekly, lago_id: id, expiration_at: null, granted_credits: "3" }));
  expect(later.body.wallet.recurring_transaction_rules).toMatchObject([{ lago_id: id, granted_credits: "3" }]);
  await billing.moveTo("2026-12-07T00:00:00Z");
  expect(await movements()).toHaveLength(3);
  expect((await put({ recurring_transaction_rules: [] })).body.wallet.recurring_transaction_rules).toEqual([]);
  await billing.moveTo("2026-12-21T00:00:00Z");
  expect(await movements()).toHaveLength(3);
  await put(rules(weekly));
  await ask("DELETE", `/wallets/${lago_id}`);
  await billing.moveTo("2027-01-21T00:00:00Z");
  expect(await movements()).toHaveLength(3);
});

test("a rule that says too little, and a second rule, are refused", async () => {
  const { put } = await withWallet("2026-11-02T00:00:00Z", {});
  const refused = async (some: readonly object[]) =>
    (await put({ recurring_transaction_rules: some })).body.error_details.recurring_transaction_rules;
  const weekly = { trigger: "interval", interval: "weekly", granted_credits: "1" };
  for (const rule of [
    {},
    { trigger: "interval" },
    { trigger: "threshold" },
    { trigger: "sometimes" },
    { ...weekly, interval: "daily" },
    { ...weekly, granted_credits: "some" },
    { ...weekly, method: "target" },
  ])
    expect(await refused([rule])).toEqual(["invalid_recurring_rule"]);
  expect(await refused([weekly, weekly])).toEqual(["invalid_number_of_recurring_rules"]);
});
