import { createHmac } from "node:crypto";
import { importSPKI, jwtVerify } from "jose";
import { getLagoError } from "lago-javascript-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBilling, type TestBilling } from "../support/billing.ts";
import { startReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

let billing: TestBilling;
let receiver: WebhookReceiver;

beforeAll(async () => {
  [billing, receiver] = await Promise.all([startBilling("2026-11-10T09:30:00Z"), startReceiver()]);
});

afterAll(async () => {
  await Promise.all([billing.close(), receiver.close()]);
  expect(billing.failures).toEqual([]);
});

/** A metric of tokens and a plan that charges for them, in arrears. */
async function offerPlan(): Promise<void> {
  const { client } = billing;
  const metric = await client.billableMetrics.createBillableMetric({
    billable_metric: { name: "Tokens", code: "tokens", aggregation_type: "sum_agg", field_name: "count" },
  });
  await client.plans.createPlan({
    plan: {
      name: "Pro",
      code: "pro",
      interval: "monthly",
      amount_cents: 3000,
      amount_currency: "USD",
      pay_in_advance: false,
      charges: [
        {
          billable_metric_id: metric.data.billable_metric.lago_id,
          charge_model: "package",
          properties: { amount: "0.5", free_units: 1000, package_size: 100 },
        },
      ],
    },
  });
}

test("the official client goes from a customer to a final invoice and a webhook that verifies", async () => {
  const { client } = billing;
  await client.webhookEndpoints.createWebhookEndpoint({
    webhook_endpoint: { webhook_url: receiver.url, signature_algo: "jwt" },
  });
  await client.customers.createCustomer({ customer: { external_id: "acme", name: "Acme", timezone: "Europe/Paris" } });
  await offerPlan();
  const { data } = await client.subscriptions.createSubscription({
    subscription: { external_customer_id: "acme", plan_code: "pro", external_id: "acme-pro" },
  });
  expect(data.subscription).toMatchObject({ status: "active", plan_code: "pro", billing_time: "calendar" });

  for (let batch = 0; batch < 100; batch += 1)
    await client.events.createBatchEvents({
      events: Array.from({ length: 100 }, (_, at) => ({
        transaction_id: `t-${batch}-${at}`,
        external_subscription_id: "acme-pro",
        code: "tokens",
        properties: { count: 3 },
      })),
    });

  const usage = await client.customers.findCustomerCurrentUsage("acme", { external_subscription_id: "acme-pro" });
  expect(usage.data.customer_usage).toMatchObject({ amount_cents: 14_500, currency: "USD" });
  expect(usage.data.customer_usage.charges_usage).toMatchObject([{ units: "30000.0", events_count: 10_000 }]);

  // In Paris December began an hour before it did in UTC.
  await billing.moveTo("2026-11-30T22:59:59Z");
  expect((await client.invoices.findAllInvoices()).data.invoices).toEqual([]);
  await billing.moveTo("2026-11-30T23:00:00Z");
  const [invoice] = (await client.invoices.findAllInvoices({ external_customer_id: "acme" })).data.invoices;
  expect(invoice).toMatchObject({
    status: "finalized",
    number: "AVB-SANDBOX-001-001",
    issuing_date: "2026-12-01",
    // 21 of November's 30 days, and 290 packages at half a dollar.
    fees_amount_cents: 2100 + 14_500,
    total_amount_cents: 16_600,
  });

  const message = await receiver.next("invoice.created");
  expect(message.headers).toMatchObject({
    "x-lago-signature-algorithm": "jwt",
    "x-lago-unique-key": expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  const published = await client.webhooks.fetchPublicKey({ format: "text" });
  const key = await importSPKI(Buffer.from(String(published.data), "base64").toString("utf8"), "RS256");
  const { payload } = await jwtVerify(String(message.headers["x-lago-signature"]), key, {
    issuer: billing.base.replace("127.0.0.1", "localhost"),
  });
  expect(payload.data).toBe(message.body);
  expect(JSON.parse(message.body)).toMatchObject({
    object_type: "invoice",
    invoice: { lago_id: invoice?.lago_id, total_amount_cents: 16_600 },
  });
});

test("an endpoint that asks for it gets HMAC signatures, and what it refuses is brought again", async () => {
  const { client } = billing;
  const own = await startReceiver();
  await client.webhookEndpoints.createWebhookEndpoint({
    webhook_endpoint: { webhook_url: own.url, signature_algo: "hmac", event_types: ["customer.created"] },
  });
  own.refuse(2);
  await client.customers.createCustomer({ customer: { external_id: "second" } });
  const message = await own.next("customer.created");
  const organization = await billing.ask("GET", "/organizations");
  const expected = createHmac("sha256", organization.body.organization.hmac_key).update(message.body).digest("base64");
  expect(message.headers["x-lago-signature"]).toBe(expected);
  expect(own.received.map(({ type }) => type)).toEqual(["customer.created"]);
  await own.close();
});

test("the official client reads refusals as Lago's", async () => {
  const missing = await billing.client.customers.findCustomer("nobody").catch((error) => getLagoError(error));
  expect(missing).toEqual({ status: 404, error: "Not Found", code: "customer_not_found" });
  const invalid = await billing.client.customers
    .createCustomer({ customer: { external_id: "", currency: "USD" } })
    .catch((error) => getLagoError(error));
  expect(invalid).toMatchObject({
    status: 422,
    code: "validation_errors",
    error_details: { external_id: ["value_is_mandatory"] },
  });
});
