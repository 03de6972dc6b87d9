import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openShop } from "../support/billing-shop.ts";

const START = "2026-11-10T12:00:00Z";
const advance = { pay_in_advance: true };

test("an event of a charge that is paid in advance is invoiced at once, and not again at the period's end", async () => {
  const { billing, send, invoices, fees, usage } = await openShop({ at: START, charge: advance });
  await send({ v: 3 });
  await send({ v: "0.255" });
  const lines = await fees();
  expect(lines).toMatchObject([
    { amount_cents: 300, units: "3.0", pay_in_advance: true, events_count: 1, event_transaction_id: "t1" },
    { amount_cents: 26, units: "0.255", precise_amount: "0.255", event_transaction_id: "t2" },
  ]);
  expect(await invoices()).toMatchObject([
    { status: "finalized", total_amount_cents: 300, billing_periods: [{ invoicing_reason: "in_advance_charge" }] },
    { total_amount_cents: 26, fees: [{ from_date: START, to_date: "2026-11-30T23:59:59Z" }] },
  ]);
  expect(await usage()).toMatchObject({ amount_cents: 326, charges_usage: [{ units: "3.255", events_count: 2 }] });
  await billing.moveTo("2026-12-01T00:00:00Z");
  expect((await invoices()).map((one) => one.total_amount_cents)).toEqual([300, 26, 0]);
});

test("a charge that is kept off invoices leaves a fee that is paid by itself", async () => {
  const { billing, ask, send, fees, invoices } = await openShop({
    at: START,
    charge: { ...advance, invoiceable: false },
  });
  await send({ v: 2 });
  const [fee] = await fees();
  expect(fee).toMatchObject({
    lago_invoice_id: null,
    invoiceable: false,
    amount_cents: 200,
    payment_status: "pending",
  });
  await billing.moveTo("2026-11-11T00:00:00Z");
  const put = (payment_status: string) => ask("PUT", `/fees/${fee.lago_id}`, { fee: { payment_status } });
  expect((await put("paid")).body.error_details).toEqual({ payment_status: ["value_is_invalid"] });
  expect((await put("succeeded")).body.fee).toMatchObject({ succeeded_at: "2026-11-11T00:00:00Z", failed_at: null });
  expect((await put("refunded")).body.fee).toMatchObject({ succeeded_at: null, refunded_at: "2026-11-11T00:00:00Z" });
  expect(await fees("&payment_status=refunded&event_transaction_id=t1")).toHaveLength(1);
  expect(await fees("&created_at_from=2026-11-11T00:00:00Z")).toHaveLength(0);
  expect((await ask("DELETE", `/fees/${fee.lago_id}`)).status).toBe(200);
  expect((await ask("GET", `/fees/${fee.lago_id}`)).body).toMatchObject({ status: 404, code: "fee_not_found" });
  expect(await invoices()).toEqual([]);
});

test("the official client estimates, sends, reads and settles what is paid in advance", async () => {
  const { billing, metric } = await openShop({ at: START, charge: { ...advance, invoiceable: false } });
  const { events, fees, customers, billableMetrics } = billing.client;
  expect((await billableMetrics.findBillableMetric(metric.code)).data.billable_metric.filters).toEqual([]);
  const event = { transaction_id: "c1", external_subscription_id: "one", code: "tokens", properties: { v: 2.5 } };
  const { code, external_subscription_id, properties } = event;
  const estimate = await events.eventEstimateFees({ event: { code, external_subscription_id, properties } });
  expect(estimate.data.fees).toMatchObject([{ amount_cents: 250 }]);
  await events.createEvent({ event });
  await expect(events.createEvent({ event })).rejects.toMatchObject({ status: 422 });
  const [fee] = (await fees.findAllFees({ event_transaction_id: "c1" })).data.fees;
  expect(fee).toMatchObject({ amount_cents: 250, units: "2.5", lago_invoice_id: null });
  const paid = await fees.updateFee(fee?.lago_id ?? "", { fee: { payment_status: "succeeded" } });
  expect(paid.data.fee).toMatchObject({ payment_status: "succeeded", succeeded_at: START });
  const usage = await customers.findCustomerCurrentUsage("acme", { external_subscription_id: "one" });
  expect(usage.data.customer_usage.charges_usage).toMatchObject([{ units: "2.5", amount_cents: 250 }]);
});

test("the line of an invoice is paid with its invoice, and cannot be changed or deleted alone", async () => {
  const { ask, send, fees } = await openShop({ at: START, charge: advance });
  await send({ v: 2 });
  const [{ lago_id }] = await fees();
  const refused = { status: 405, body: { code: "invoiced_fee" } };
  expect(await ask("PUT", `/fees/${lago_id}`, { fee: { payment_status: "failed" } })).toMatchObject(refused);
  expect(await ask("DELETE", `/fees/${lago_id}`)).toMatchObject(refused);
});

test("each event is priced on top of those before it: by ranges, packages and free units", async () => {
  const range = (from_value: number, to_value: number | null, per_unit_amount: string) => ({
    ...{ from_value, to_value, per_unit_amount, flat_amount: "0.5" },
  });
  const { send, fees } = await openShop({
    at: START,
    charge: [
      {
        ...advance,
        charge_model: "graduated",
        properties: { graduated_ranges: [range(0, 10, "1"), range(11, null, "2")] },
      },
      { ...advance, charge_model: "package", properties: { amount: "5", free_units: 4, package_size: 10 } },
      {
        ...advance,
        charge_model: "percentage",
        properties: { rate: "10", fixed_amount: "1", free_units_per_events: 1 },
      },
    ],
  });
  await send({ v: 8 });
  await send({ v: 8 });
  expect((await fees()).map((fee: { amount_cents: number }) => fee.amount_cents)).toEqual([
    850, 500, 0, 1450, 500, 180,
  ]);
});

test("after a restart, an accepted event that was not billed is, and one that was is not billed again", async () => {
  const { billing, send, fees, invoices } = await openShop({
    at: START,
    charge: [advance, { ...advance, invoiceable: false }],
  });
  await send({ v: 1 });
  // The state is closed now, and read again by the next request.
  await billing.restart();
  // What a kill between an event's and its bill's writing leaves: the event alone.
  const path = join(billing.folder, "billing", "events.log");
  const line = [Date.parse(START), ["one", "tokens", "late", Date.parse(START), { v: 5 }]];
  await writeFile(path, `${JSON.stringify(line)}\n`, { flag: "a" });
  const totals = async () => [(await invoices()).map((one) => one.total_amount_cents), (await fees()).length];
  expect(await totals()).toEqual([[100, 500], 4]);
  await billing.restart();
  expect(await totals()).toEqual([[100, 500], 4]);
  await send({ v: 2 });
  expect(await totals()).toEqual([[100, 500, 200], 6]);
});
