import { expect, onTestFinished, test } from "vitest";
import { startBilling } from "../support/billing.ts";
import { startReceiver } from "../support/webhook-receiver.ts";

async function begun(at: string, retryAfterMs?: () => number) {
  const [billing, receiver] = await Promise.all([startBilling(at, retryAfterMs), startReceiver()]);
  onTestFinished(async () => {
    await Promise.all([billing.close(), receiver.close()]);
    expect(billing.failures).toEqual([]);
  });
  await billing.ask("POST", "/webhook_endpoints", { webhook_endpoint: { webhook_url: receiver.url } });
  return { ...billing, receiver };
}

test("a period that ends while nobody asks is billed all the same", async () => {
  const { ask, run, receiver } = await begun("2026-11-30T23:59:59.700Z");
  await ask("POST", "/customers", { customer: { external_id: "acme" } });
  const plan = { name: "p", code: "p", interval: "monthly", amount_cents: 3000, amount_currency: "USD" };
  await ask("POST", "/plans", { plan });
  run();
  await ask("POST", "/subscriptions", {
    subscription: { external_customer_id: "acme", plan_code: "p", external_id: "one" },
  });
  const { invoice } = JSON.parse((await receiver.next("invoice.created")).body);
  expect(invoice).toMatchObject({ issuing_date: "2026-12-01", total_amount_cents: 100 });
});

test("a message that was not taken is brought by the next server, before anybody asks it anything", async () => {
  const { ask, restart, resume, receiver } = await begun("2026-11-01T00:00:00Z", () => 500);
  receiver.refuse(1);
  await ask("POST", "/customers", { customer: { external_id: "acme" } });
  await receiver.refused();
  await restart();
  await resume();
  const { customer } = JSON.parse((await receiver.next("customer.created")).body);
  expect(customer.external_id).toBe("acme");
});

test("a restart shows what was there before", async () => {
  const { ask, restart } = await begun("2026-11-01T00:00:00Z");
  await ask("POST", "/customers", { customer: { external_id: "acme", metadata: [{ key: "a", value: "b" }] } });
  const before = await ask("GET", "/customers/acme");
  await restart();
  expect((await ask("GET", "/customers/acme")).body).toEqual(before.body);
});
