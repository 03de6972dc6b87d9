import { expect, test } from "vitest";
import { openShop } from "../support/billing-shop.ts";

const START = "2026-11-10T12:00:00Z";
const advance = { pay_in_advance: true };

test("an estimate says what an event would be billed, and bills nothing", async () => {
  const { ask, send, fees } = await openShop({
    at: START,
    charge: { ...advance, charge_model: "package", properties: { amount: "5", free_units: 0, package_size: 10 } },
  });
  await send({ v: 4 });
  const estimate = (v: number, code = "tokens") =>
    ask("POST", "/events/estimate_fees", { event: { code, external_subscription_id: "one", properties: { v } } });
  expect((await estimate(6)).body.fees).toMatchObject([{ amount_cents: 0, units: "6.0", lago_id: null }]);
  expect((await estimate(7)).body.fees).toMatchObject([{ amount_cents: 500, pay_in_advance: true, created_at: null }]);
  expect((await estimate(7)).body.fees).toMatchObject([{ amount_cents: 500 }]);
  expect((await estimate(7, "none")).body).toMatchObject({ status: 404, code: "billable_metric_not_found" });
  expect(await fees()).toHaveLength(1);
});

test("an instant estimate prices an event alone, where its model can", async () => {
  const { ask, plan } = await openShop({ at: START, charge: { ...advance, properties: { amount: "0.5" } } });
  const event = { code: "tokens", external_subscription_id: "one", transaction_id: "mine", properties: { v: 3 } };
  const one = await ask("POST", "/events/estimate_instant_fees", { event });
  expect(one.body.fees).toMatchObject([{ amount_cents: 150, event_transaction_id: "mine" }]);
  const two = await ask("POST", "/events/batch_estimate_instant_fees", { events: [event, event] });
  expect(two.body.fees).toHaveLength(2);
  const [{ lago_id: id }] = plan.charges;
  const later = await ask("PUT", "/plans/p", { plan: { charges: [{ id, pay_in_advance: false }] } });
  expect(later.body.plan.charges).toMatchObject([{ lago_id: id, pay_in_advance: false }]);
  for (const path of ["estimate_instant_fees", "estimate_fees"])
    expect((await ask("POST", `/events/${path}`, { event })).body.error_details).toEqual({
      code: ["does_not_match_an_instant_charge"],
    });
});

test("combinations that Lago refuses are refused by the same words", async () => {
  const { ask, metric } = await openShop({ at: START, charge: advance });
  const plan = (charge: object) =>
    ask("POST", "/plans", {
      plan: {
        ...{ name: "x", code: "x", interval: "monthly", amount_cents: 0, amount_currency: "USD" },
        charges: [
          { billable_metric_id: metric.lago_id, charge_model: "standard", properties: { amount: "1" }, ...charge },
        ],
      },
    });
  const volume = { volume_ranges: [{ from_value: 0, to_value: null, per_unit_amount: "1", flat_amount: "0" }] };
  expect((await plan({ ...advance, charge_model: "volume", properties: volume })).body.error_details).toEqual({
    pay_in_advance: ["invalid_aggregation_type_or_charge_model"],
  });
  expect((await plan({ invoiceable: false })).body.error_details).toEqual({
    invoiceable: ["must_be_true_unless_pay_in_advance"],
  });
  expect((await plan({ prorated: true })).body.error_details).toEqual({
    prorated: ["invalid_billable_metric_or_charge_model"],
  });
  expect((await plan({ properties: {} })).body.error_details).toEqual({ properties: ["invalid_amount"] });
});
