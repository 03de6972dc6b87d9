import { expect, test } from "vitest";
import { withPlans } from "../support/billing-plans.ts";

test("a plan in arrears is billed at the end of each period, the first one for its days", async () => {
  const { billing, subscribe, call, invoices } = await withPlans("2026-11-16T12:00:00Z");
  await subscribe("basic");
  await call("a");
  await billing.moveTo("2027-01-01T00:00:00Z");
  expect(await invoices()).toEqual([
    {
      on: "2026-12-01",
      lines: [
        ["subscription", 1500],
        ["charge", 100],
      ],
      total: 1600,
    },
    { on: "2027-01-01", lines: [["subscription", 3000]], total: 3000 },
  ]);
});

test("a plan in advance is billed for the days it begins with, then ahead of each period, and its use behind", async () => {
  const { billing, subscribe, call, invoices } = await withPlans("2026-11-16T12:00:00Z");
  await subscribe("plus");
  await call("a");
  await billing.moveTo("2026-12-01T00:00:00Z");
  expect(await invoices()).toEqual([
    { on: "2026-11-16", lines: [["subscription", 3000]], total: 3000 },
    {
      on: "2026-12-01",
      lines: [
        ["subscription", 6000],
        ["charge", 100],
      ],
      total: 6100,
    },
  ]);
});

test("an anniversary counts from the subscription's own day, in the customer's time zone", async () => {
  const { billing, subscribe, invoices } = await withPlans("2027-01-31T23:30:00Z", { timezone: "Asia/Tokyo" });
  const made = await subscribe("basic", { billing_time: "anniversary" });
  // It was the 1st of February in Tokyo.
  expect(made.current_billing_period_ending_at).toBe("2027-02-28T14:59:59Z");
  await billing.moveTo("2027-02-28T14:59:59Z");
  expect(await invoices()).toEqual([]);
  await billing.moveTo("2027-02-28T15:00:00Z");
  expect(await invoices()).toEqual([{ on: "2027-03-01", lines: [["subscription", 3000]], total: 3000 }]);
});

test("the same invoices come out whether the clock got there in one step or in many, and after a restart", async () => {
  const run = async (steps: readonly string[]) => {
    const { billing, subscribe, call, invoices } = await withPlans("2026-11-16T12:00:00Z");
    await subscribe("plus", { billing_time: "anniversary" });
    await call("a", Date.parse("2026-12-15T23:59:59.5Z") / 1000);
    await call("b", Date.parse("2026-12-16T00:00:00Z") / 1000);
    for (const step of steps) await billing.moveTo(step);
    await billing.restart();
    return invoices();
  };
  const days = Array.from({ length: 100 }, (_, at) => new Date(Date.UTC(2026, 10, 17 + at)).toISOString());
  const [atOnce, daily] = await Promise.all([run([days.at(-1) ?? ""]), run(days)]);
  expect(atOnce).toEqual(daily);
  expect(atOnce.map(({ on, total }) => `${on} ${total}`)).toEqual([
    "2026-11-16 6000",
    "2026-12-16 6100",
    "2027-01-16 6100",
    "2027-02-16 6000",
  ]);
});

test("a plan paid in advance with a trial is first billed when the trial ends, for the days that are left", async () => {
  const { billing, ask, plan, subscribe, invoices } = await withPlans("2026-11-01T10:00:00Z");
  await ask("POST", "/plans", plan("tried", 3000, { pay_in_advance: true, trial_period: 10 }));
  await subscribe("tried");
  expect(await invoices()).toEqual([]);
  await billing.moveTo("2026-12-01T00:00:00Z");
  expect((await invoices()).map(({ on, total }) => [on, total])).toEqual([
    ["2026-11-11", 2000],
    ["2026-12-01", 3000],
  ]);
  const { body } = await ask("GET", "/subscriptions/one");
  expect(body.subscription.trial_ended_at).toBe("2026-11-11T00:00:00Z");
});

test("a yearly plan can have its use billed each month", async () => {
  const { billing, ask, plan, subscribe, call, invoices } = await withPlans("2026-11-01T00:00:00Z");
  await ask("POST", "/plans", plan("year", 36_500, { interval: "yearly", bill_charges_monthly: true }));
  await subscribe("year");
  await call("a");
  await billing.moveTo("2027-01-01T00:00:00Z");
  expect(await invoices()).toEqual([
    { on: "2026-12-01", lines: [["charge", 100]], total: 100 },
    { on: "2027-01-01", lines: [["subscription", 6100]], total: 6100 },
  ]);
});
