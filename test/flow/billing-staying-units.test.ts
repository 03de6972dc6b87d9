import { expect, test } from "vitest";
import { openShop } from "../support/billing-shop.ts";

const START = "2026-11-01T00:00:00Z";
const staying = { recurring: true };

const chargeLines = (invoice: { fees: { item: { type: string } }[] }) =>
  invoice.fees.filter(({ item }) => item.type === "charge");

test("prorated units are paid for the days they are there, and for the whole of the periods after", async () => {
  const { billing, send, usage, invoices } = await openShop({
    at: START,
    metric: staying,
    charge: { prorated: true, properties: { amount: "30" } },
  });
  await send({ v: 2 }, "2026-11-16T10:00:00Z");
  expect((await usage()).charges_usage).toMatchObject([{ units: "2.0", amount_cents: 3000 }]);
  await billing.moveTo("2027-01-01T00:00:00Z");
  const [november, december] = await invoices();
  expect(chargeLines(november)).toMatchObject([{ units: "2.0", amount_cents: 3000, precise_unit_amount: "15.0" }]);
  expect(chargeLines(december)).toMatchObject([{ units: "2.0", amount_cents: 6000 }]);
});

test("units that stay and are paid in advance are due when they come, by the days, and when a period begins, whole", async () => {
  const { billing, send, invoices } = await openShop({
    at: START,
    metric: { ...staying, aggregation_type: "unique_count_agg" },
    charge: { prorated: true, pay_in_advance: true, properties: { amount: "30" } },
  });
  await billing.moveTo("2026-11-16T00:00:00Z");
  await send({ v: "seat-1" });
  await send({ v: "seat-1" });
  await send({ v: "seat-2" });
  await send({ v: "seat-2", operation_type: "remove" });
  await send({ v: "seat-3" });
  await billing.moveTo("2026-12-01T00:00:00Z");
  const all = await invoices();
  expect(all.map(({ total_amount_cents }) => total_amount_cents)).toEqual([1500, 0, 1500, 0, 0, 6000]);
  expect(chargeLines(all.at(-1))).toMatchObject([
    { units: "2.0", from_date: "2026-12-01T00:00:00Z", to_date: "2026-12-31T23:59:59Z", pay_in_advance: false },
  ]);
});

test("those that are kept off invoices are due as fees of their own", async () => {
  const { billing, send, fees } = await openShop({
    at: START,
    metric: staying,
    charge: { pay_in_advance: true, invoiceable: false },
  });
  await send({ v: 4 });
  await billing.moveTo("2026-12-01T00:00:00Z");
  const alone = (await fees()).filter(({ invoiceable }: { invoiceable: boolean }) => !invoiceable);
  expect(alone).toMatchObject([{ amount_cents: 400 }, { amount_cents: 400, from_date: "2026-12-01T00:00:00Z" }]);
});

test("a weighted sum is the average of the level that events make, and the level stays where the metric does", async () => {
  const { billing, send, usage, invoices } = await openShop({
    at: START,
    metric: { ...staying, aggregation_type: "weighted_sum_agg", weighted_interval: "seconds" },
    charge: { properties: { amount: "1" } },
  });
  await send({ v: 30 }, "2026-11-11T00:00:00Z");
  await send({ v: -15 }, "2026-11-21T00:00:00Z");
  expect((await usage()).charges_usage).toMatchObject([
    { units: "15.0", total_aggregated_units: "15.0", amount_cents: 1500 },
  ]);
  await billing.moveTo("2027-01-01T00:00:00Z");
  const [november, december] = await invoices();
  expect(chargeLines(november)).toMatchObject([{ units: "15.0", amount_cents: 1500, events_count: 2 }]);
  expect(chargeLines(december)).toMatchObject([{ units: "15.0", amount_cents: 1500, events_count: 0 }]);
});
