import { expect, test } from "vitest";
import { withPlans } from "../support/billing-plans.ts";
import { startReceiver } from "../support/webhook-receiver.ts";

const event = (transaction_id: string, more: object = {}) => ({
  transaction_id,
  external_subscription_id: "one",
  code: "calls",
  ...more,
});

test("a transaction counts once for its subscription; another one's is another event", async () => {
  const { ask, subscribe } = await withPlans("2026-11-01T00:00:00Z");
  await subscribe("basic");
  await subscribe("basic", { external_id: "two" });
  const send = (body: object) => ask("POST", "/events", { event: body });
  expect((await send(event("a"))).status).toBe(200);
  expect((await send(event("a"))).body.error_details).toEqual({ transaction_id: ["value_already_exist"] });
  expect((await send(event("a", { external_subscription_id: "two" }))).status).toBe(200);
  const usage = await ask("GET", "/customers/acme/current_usage?external_subscription_id=one");
  expect(usage.body.customer_usage).toMatchObject({
    amount_cents: 100,
    charges_usage: [{ units: "1.0", events_count: 1 }],
  });
});

test("a batch is kept whole or not at all, and what is wrong is told by place", async () => {
  const { ask, subscribe } = await withPlans("2026-11-01T00:00:00Z");
  await subscribe("basic");
  const send = (events: readonly unknown[]) => ask("POST", "/events/batch", { events });
  await send([event("known")]);
  const wrong = [event("fresh"), event("known"), event("fresh"), event(""), event("x", { timestamp: "soon" }), 7];
  expect((await send(wrong)).body).toMatchObject({
    status: 422,
    error_details: {
      1: { transaction_id: ["value_already_exist"] },
      2: { transaction_id: ["value_already_exist"] },
      3: { transaction_id: ["value_is_mandatory"] },
      4: { timestamp: ["invalid_format"] },
      5: { transaction_id: ["value_is_mandatory"], code: ["value_is_mandatory"] },
    },
  });
  expect((await ask("GET", "/events")).body.meta.total_count).toBe(1);
  expect((await send([])).body.error_details).toEqual({ events: ["no_events"] });
  const many = Array.from({ length: 101 }, (_, at) => event(`m${at}`));
  expect((await send(many)).body.error_details).toEqual({ events: ["too_many_events"] });
});

test("an event counts in the period of its own time, to the last millisecond", async () => {
  const { billing, ask, subscribe } = await withPlans("2026-11-01T00:00:00Z");
  await subscribe("basic");
  const times = ["2026-11-30T23:59:59.999Z", "2026-12-01T00:00:00.000Z", "2026-10-31T23:59:59.999Z"];
  const events = times.map((time, at) => event(`t${at}`, { timestamp: Date.parse(time) / 1000 }));
  expect((await ask("POST", "/events/batch", { events })).body.events[0].timestamp).toBe(times[0]);
  const units = async () => {
    const { body } = await ask("GET", "/customers/acme/current_usage?external_subscription_id=one");
    return body.customer_usage.charges_usage[0].units;
  };
  expect(await units()).toBe("1.0");
  await billing.moveTo("2026-12-01T00:00:00Z");
  expect(await units()).toBe("1.0");
  const past = await ask("GET", "/customers/acme/past_usage?external_subscription_id=one");
  expect(past.body.usage_periods).toMatchObject([
    { from_datetime: "2026-11-01T00:00:00Z", to_datetime: "2026-11-30T23:59:59Z", amount_cents: 100 },
  ]);
});

test("events that will never be billed are taken, and the application is told why", async () => {
  const { ask } = await withPlans("2026-11-01T00:00:00Z");
  const receiver = await startReceiver();
  await ask("POST", "/webhook_endpoints", { webhook_endpoint: { webhook_url: receiver.url } });
  const bare = { transaction_id: "a", external_customer_id: "acme", code: "unknown" };
  expect((await ask("POST", "/events", { event: bare })).body.event).toMatchObject({ external_subscription_id: null });
  const [errors, error] = await Promise.all([receiver.next("events.errors"), receiver.next("event.error")]);
  expect(JSON.parse(errors.body).events_errors).toMatchObject({ invalid_code: ["a"] });
  expect(JSON.parse(error.body).event_error).toMatchObject({
    message: { external_subscription_id: ["subscription_not_found"] },
    event: { transaction_id: "a" },
  });
  await receiver.close();
});

test("what the mock leaves out is refused by name, not priced another way", async () => {
  const { ask } = await withPlans("2026-11-01T00:00:00Z");
  const metric = (more: object) =>
    ask("POST", "/billable_metrics", {
      billable_metric: { name: "x", code: "x", aggregation_type: "count_agg", ...more },
    });
  expect((await metric({ aggregation_type: "custom_agg" })).body.error_details).toEqual({
    aggregation_type: ["not_offered_by_mock"],
  });
  expect((await metric({ expression: "a + b" })).body.error_details).toEqual({ expression: ["not_offered_by_mock"] });
  expect((await metric({ aggregation_type: "weighted_sum_agg", field_name: "v" })).body.error_details).toEqual({
    weighted_interval: ["value_is_invalid"],
  });
  expect((await metric({ recurring: true })).body.error_details).toEqual({
    recurring: ["not_compatible_with_aggregation_type"],
  });
  expect((await metric({ code: "calls" })).body.error_details).toEqual({ code: ["value_already_exist"] });
  expect((await metric({ aggregation_type: "sum_agg" })).body.error_details).toEqual({
    field_name: ["value_is_mandatory"],
  });
  const charge = (more: object) => {
    const plan = {
      name: "y",
      code: "y",
      interval: "monthly",
      amount_cents: 1,
      amount_currency: "USD",
      charges: [more],
    };
    return ask("POST", "/plans", { plan });
  };
  expect((await charge({ billable_metric_code: "calls", charge_model: "standard" })).body.code).toBe(
    "billable_metric_not_found",
  );
  const { lago_id: billable_metric_id } = (await ask("GET", "/billable_metrics/calls")).body.billable_metric;
  const base = { billable_metric_id, charge_model: "standard", properties: { amount: "1" } };
  expect((await charge({ ...base, regroup_paid_fees: "invoice" })).body.error_details).toEqual({
    regroup_paid_fees: ["not_offered_by_mock"],
  });
  const grouped = { amount: "1", pricing_group_keys: ["region"] };
  expect((await charge({ ...base, properties: grouped })).body.error_details).toEqual({
    pricing_group_keys: ["not_offered_by_mock"],
  });
  expect((await charge({ ...base, properties: {} })).body.error_details).toEqual({ properties: ["invalid_amount"] });
  const endpoint = { webhook_endpoint: { webhook_url: "https://example.com/hooks" } };
  expect((await ask("POST", "/webhook_endpoints", endpoint)).body.error_details).toEqual({
    webhook_url: ["not_offered_by_mock"],
  });
});

test("a body that is no JSON, or lacks its object, is a bad request", async () => {
  const { ask } = await withPlans("2026-11-01T00:00:00Z");
  for (const body of ["{", "[]", "{}", '{"customer":null}', '{"customer":{}}', '"x"'])
    expect(await ask("POST", "/customers", body)).toMatchObject({ status: 400, body: { status: 400 } });
});
