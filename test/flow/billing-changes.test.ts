import { expect, test } from "vitest";
import { withPlans } from "../support/billing-plans.ts";

test("a dearer plan takes over at once: one invoice for the old days and use, and the new days ahead", async () => {
  const { billing, ask, subscribe, call, invoices } = await withPlans("2026-11-01T00:00:00Z");
  await subscribe("basic");
  await call("a");
  await billing.moveTo("2026-11-16T12:00:00Z");
  const upgraded = await subscribe("plus");
  expect(upgraded).toMatchObject({
    status: "active",
    plan_code: "plus",
    previous_plan_code: "basic",
    external_id: "one",
  });
  expect(await invoices()).toEqual([
    {
      on: "2026-11-16",
      lines: [
        ["subscription", 1500],
        ["charge", 100],
        ["subscription", 3000],
      ],
      total: 4600,
    },
  ]);
  const ended = await ask("GET", "/subscriptions?status[]=terminated");
  expect(ended.body.subscriptions).toMatchObject([{ plan_code: "basic", next_plan_code: "plus" }]);
});

test("days that were paid ahead and are not used come back as a credit note, which the next invoice draws on", async () => {
  const { billing, ask, plan, subscribe, invoices } = await withPlans("2026-11-01T00:00:00Z");
  await ask("POST", "/plans", plan("top", 9000, { pay_in_advance: true, charges: [] }));
  await subscribe("plus");
  await billing.moveTo("2026-11-16T08:00:00Z");
  await subscribe("top");
  const { body } = await ask("GET", "/credit_notes");
  expect(body.credit_notes).toMatchObject([
    { total_amount_cents: 3000, balance_amount_cents: 0, credit_status: "consumed", reason: "order_change" },
  ]);
  expect(await invoices()).toEqual([
    { on: "2026-11-01", lines: [["subscription", 6000]], total: 6000 },
    { on: "2026-11-16", lines: [["subscription", 4500]], total: 1500 },
  ]);
});

test("a cheaper plan waits for the period's end", async () => {
  const { billing, ask, subscribe, invoices } = await withPlans("2026-11-01T00:00:00Z");
  await subscribe("plus");
  expect(await subscribe("basic")).toMatchObject({
    plan_code: "plus",
    next_plan_code: "basic",
    downgrade_plan_date: "2026-12-01",
  });
  await billing.moveTo("2027-01-01T00:00:00Z");
  expect((await ask("GET", "/subscriptions/one")).body.subscription).toMatchObject({
    plan_code: "basic",
    status: "active",
  });
  expect((await invoices()).map(({ on, lines }) => [on, ...lines])).toEqual([
    ["2026-11-01", ["subscription", 6000]],
    ["2026-12-01"],
    ["2027-01-01", ["subscription", 3000]],
  ]);
  expect((await ask("GET", "/credit_notes")).body.credit_notes).toEqual([]);
});

test("the same plan again changes nothing, and withdraws a downgrade that waits", async () => {
  const { ask, subscribe } = await withPlans("2026-11-01T00:00:00Z");
  const first = await subscribe("plus");
  await subscribe("basic");
  const again = await subscribe("plus");
  expect(again).toMatchObject({ lago_id: first.lago_id, next_plan_code: null });
  expect((await ask("GET", "/invoices")).body.meta.total_count).toBe(1);
});

test("a subscription that ends is billed to the day, or refunded, as it is asked to", async () => {
  const { billing, ask, subscribe, invoices } = await withPlans("2026-11-01T00:00:00Z");
  await subscribe("basic");
  await subscribe("plus", { external_id: "two" });
  await billing.moveTo("2026-11-10T10:00:00Z");
  expect((await ask("DELETE", "/subscriptions/one")).body.subscription).toMatchObject({
    status: "terminated",
    terminated_at: "2026-11-10T10:00:00Z",
  });
  const query = "on_termination_credit_note=refund&on_termination_invoice=skip";
  expect((await ask("DELETE", `/subscriptions/two?${query}`)).status).toBe(200);
  expect((await ask("DELETE", "/subscriptions/two")).status).toBe(404);
  expect((await invoices()).map(({ on, total }) => [on, total])).toEqual([
    ["2026-11-01", 6000],
    ["2026-11-10", 1000],
  ]);
  expect((await ask("GET", "/credit_notes")).body.credit_notes).toMatchObject([
    { refund_amount_cents: 4000, credit_amount_cents: 0, refund_status: "pending" },
  ]);
});

test("a subscription for later begins on its day, and one with an end ends on it", async () => {
  const { billing, ask, subscribe, invoices } = await withPlans("2026-11-01T00:00:00Z");
  const times = { subscription_at: "2026-12-10T00:00:00Z", ending_at: "2026-12-20T00:00:00Z" };
  expect(await subscribe("basic", times)).toMatchObject({ status: "pending", started_at: null });
  await billing.moveTo("2026-12-10T00:00:00Z");
  expect((await ask("GET", "/subscriptions/one")).body.subscription.status).toBe("active");
  await billing.moveTo("2027-03-01T00:00:00Z");
  expect((await ask("GET", "/subscriptions/one")).status).toBe(404);
  expect(await invoices()).toEqual([{ on: "2026-12-20", lines: [["subscription", 968]], total: 968 }]);
});
