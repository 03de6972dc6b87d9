import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBilling, type TestBilling } from "../support/billing.ts";
import { SHIPPED_IDENTITIES } from "../support/identities.ts";

const document = JSON.parse(readFileSync(join(import.meta.dirname, "../../templates/lago/billing.json"), "utf8"));
const codes = (rows: readonly { readonly code: string }[]) => rows.map(({ code }) => code);

let billing: TestBilling;

beforeAll(async () => {
  billing = await startBilling("2026-11-01T00:00:00Z");
  const ids = new Map<string, string>();
  const post = async (path: string, body: object) => {
    const answer = await billing.ask("POST", path, body);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
    return answer.body;
  };
  for (const billable_metric of document.billable_metrics) {
    const made = await post("/billable_metrics", { billable_metric });
    ids.set(billable_metric.code, made.billable_metric.lago_id);
  }
  for (const { charges, ...plan } of document.plans) {
    const byId = charges.map(({ billable_metric_code: code, ...charge }: { billable_metric_code: string }) => ({
      ...charge,
      billable_metric_id: ids.get(code),
    }));
    await post("/plans", { plan: { ...plan, charges: byId } });
  }
  for (const customer of document.customers) await post("/customers", { customer });
  for (const subscription of document.subscriptions) await post("/subscriptions", { subscription });
  // An application of the developer may be listening at the real address.
  for (const { webhook_url, ...endpoint } of document.webhook_endpoints)
    await post("/webhook_endpoints", {
      webhook_endpoint: { ...endpoint, webhook_url: webhook_url.replace(":65020", ":1") },
    });
});

afterAll(() => billing.close());

test("the document has every metric and plan that the application names", () => {
  expect(codes(document.billable_metrics)).toEqual([
    "api_requests",
    "audio_minutes_input",
    "audio_minutes_output",
    "llm_tokens_input",
    "llm_tokens_output",
    "concurrent_connections",
    "connection_minutes",
  ]);
  expect(codes(document.plans)).toEqual(["free", "starter", "pro", "enterprise", "pro_annual"]);
  for (const { charges } of document.plans)
    expect(charges.map((charge: { billable_metric_code: string }) => charge.billable_metric_code)).toEqual(
      codes(document.billable_metrics),
    );
});

test("each tenant is a customer under its own id, with a subscription", () => {
  const tenants = SHIPPED_IDENTITIES.tenants.map(({ id, name }) => ({ id, name }));
  expect(
    document.customers.map((one: { external_id: string; name: string }) => ({ id: one.external_id, name: one.name })),
  ).toEqual(tenants);
  expect(
    document.subscriptions.map((one: { external_customer_id: string; plan_code: string }) => [
      one.external_customer_id.slice(-1),
      one.plan_code,
    ]),
  ).toEqual([
    ["0", "enterprise"],
    ["1", "pro"],
    ["2", "free"],
  ]);
});

test("a month on pro costs its fee ahead and its use beyond the allowances behind", async () => {
  const event = (code: string, properties: object) => ({
    transaction_id: crypto.randomUUID(),
    external_subscription_id: "acme-voice",
    code,
    properties,
  });
  const sent = await billing.ask("POST", "/events/batch", {
    events: [
      event("api_requests", {}),
      event("audio_minutes_input", { duration_minutes: 2000.5 }),
      event("audio_minutes_input", { duration_minutes: "999.5" }),
      event("llm_tokens_input", { token_count: 2_000_001 }),
      event("llm_tokens_output", { token_count: 499_999 }),
      event("concurrent_connections", { connection_count: 51 }),
      event("concurrent_connections", { connection_count: 12 }),
      event("connection_minutes", { duration_minutes: 1234.5 }),
    ],
  });
  expect(sent.status).toBe(200);
  await billing.moveTo("2026-12-01T00:00:00Z");
  const customer = document.customers[1].external_id;
  const [latest, first] = (await billing.ask("GET", `/invoices?external_customer_id=${customer}`)).body.invoices;
  expect(first.total_amount_cents).toBe(9900);
  const { fees } = (await billing.ask("GET", `/invoices/${latest.lago_id}`)).body.invoice;
  expect(
    fees.map((fee: { item: { code: string }; amount_cents: number }) => [fee.item.code, fee.amount_cents]),
  ).toEqual([
    ["pro", 9900],
    ["api_requests", 0],
    ["audio_minutes_input", 800],
    ["llm_tokens_input", 40],
    ["llm_tokens_output", 0],
    ["concurrent_connections", 5100],
    ["connection_minutes", 123],
  ]);
});
