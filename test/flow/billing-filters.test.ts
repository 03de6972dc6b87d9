import { expect, test } from "vitest";
import { openShop } from "../support/billing-shop.ts";

const metric = {
  filters: [
    { key: "region", values: ["eu", "us"] },
    { key: "size", values: ["s", "l"] },
  ],
};
const filters = [
  { values: { region: ["eu"] }, properties: { amount: "2" }, invoice_display_name: "Europe" },
  { values: { region: ["__ALL_FILTER_VALUES__"], size: ["l"] }, properties: { amount: "5" } },
];

test("events are priced by the filter that fits them best, and each filter is a line of its own", async () => {
  const { billing, send, usage, invoices, plan } = await openShop({
    at: "2026-11-01T00:00:00Z",
    metric,
    charge: { filters },
  });
  expect(plan.charges[0].filters).toMatchObject(filters.map(({ values, properties }) => ({ values, properties })));
  await send({ v: 1, region: "eu" });
  await send({ v: 2, region: "us", size: "l" });
  await send({ v: 4, region: "us" });
  await send({ v: 8 });
  const [charge] = (await usage()).charges_usage;
  expect(charge).toMatchObject({ units: "15.0", events_count: 4, amount_cents: 200 + 1000 + 1200 });
  expect(charge.filters).toMatchObject([
    { units: "1.0", amount_cents: 200, events_count: 1, invoice_display_name: "Europe", values: { region: ["eu"] } },
    { units: "2.0", amount_cents: 1000, invoice_display_name: null },
  ]);
  await billing.moveTo("2026-12-01T00:00:00Z");
  const [invoice] = await invoices();
  const lines = invoice.fees.filter(({ item }: { item: { type: string } }) => item.type === "charge");
  expect(lines).toMatchObject([
    { amount_cents: 200, lago_charge_filter_id: plan.charges[0].filters[0].lago_id },
    { amount_cents: 1000 },
    { amount_cents: 1200, lago_charge_filter_id: null },
  ]);
  expect(lines.map(({ item }: { item: object }) => item)).toMatchObject([
    { filter_invoice_display_name: "Europe", filters: { region: ["eu"] } },
    { filter_invoice_display_name: "region, l" },
    { filter_invoice_display_name: null, filters: null },
  ]);
});

test("events that are billed at once are so by their filter's price, each filter counting for itself", async () => {
  const packages = (amount: string) => ({ amount, free_units: 0, package_size: 10 });
  const { send, fees } = await openShop({
    at: "2026-11-01T00:00:00Z",
    metric,
    charge: {
      charge_model: "package",
      pay_in_advance: true,
      properties: packages("1"),
      filters: [{ values: { region: ["eu"] }, properties: packages("3") }],
    },
  });
  for (const region of ["eu", "us", "eu"]) await send({ v: 6, region });
  const lines = (await fees()).filter(({ pay_in_advance }: { pay_in_advance: boolean }) => pay_in_advance);
  expect(lines.map((fee: { amount_cents: number }) => fee.amount_cents)).toEqual([300, 100, 300]);
});

test("a filter by what the metric does not know is refused; one that stays keeps its id", async () => {
  const { ask, plan } = await openShop({ at: "2026-11-01T00:00:00Z", metric, charge: { filters } });
  const [{ lago_id: id, filters: held }] = plan.charges;
  const put = (some: readonly object[]) => ask("PUT", "/plans/p", { plan: { charges: [{ id, filters: some }] } });
  const one = (values: object, properties: object = { amount: "1" }) => [{ values, properties }];
  expect((await put(one({ colour: ["red"] }))).body.error_details).toEqual({
    billable_metric_filter: ["value_is_mandatory"],
  });
  expect((await put(one({ region: ["mars"] }))).body.error_details).toEqual({ values: ["value_is_invalid"] });
  expect((await put(one({ region: [] }))).body.error_details).toEqual({ values: ["value_is_mandatory"] });
  expect((await put(one({ region: ["eu"] }, {}))).body.error_details).toEqual({ properties: ["invalid_amount"] });
  const changed = (await put(one({ region: ["eu"] }, { amount: "7" }))).body.plan.charges[0];
  expect(changed.filters).toMatchObject([{ lago_id: held[0].lago_id, properties: { amount: "7" } }]);
  const bad = { name: "x", code: "x", aggregation_type: "count_agg", filters: [{ key: "region", values: [] }] };
  expect((await ask("POST", "/billable_metrics", { billable_metric: bad })).body.error_details).toEqual({
    values: ["value_is_mandatory"],
  });
  const billable_metric = { filters: [{ key: "region", values: ["asia"] }] };
  const kept = await ask("PUT", "/billable_metrics/tokens", { billable_metric });
  expect(kept.body.billable_metric.filters).toEqual(billable_metric.filters);
});
