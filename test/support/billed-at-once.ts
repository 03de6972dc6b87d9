import { expect } from "vitest";
import type { BillingProcess } from "./billing-process.ts";

/** A plan whose calls are billed one by one: on an invoice each, and once more as a fee of its own. */
export async function billAtOnce(server: BillingProcess): Promise<void> {
  await server.start();
  const made = async (path: string, body: object) => {
    const answer = await server.ask("POST", path, body);
    expect(answer).toMatchObject({ status: 200 });
    return JSON.parse(answer?.text ?? "");
  };
  const metric = { name: "Calls", code: "calls", aggregation_type: "count_agg" };
  const { billable_metric } = await made("/billable_metrics", { billable_metric: metric });
  const charge = { billable_metric_id: billable_metric.lago_id, charge_model: "standard", pay_in_advance: true };
  const charges = [true, false].map((invoiceable) => ({ ...charge, invoiceable, properties: { amount: "1" } }));
  const price = { interval: "monthly", amount_cents: 0, amount_currency: "USD" };
  await made("/plans", { plan: { name: "P", code: "p", ...price, charges } });
  await made("/customers", { customer: { external_id: "acme" } });
  await made("/subscriptions", { subscription: { external_customer_id: "acme", plan_code: "p", external_id: "one" } });
  await server.kill();
}

/** By each of the two charges, and no event twice. */
export async function expectEachBilledOnce(server: BillingProcess, events: number): Promise<void> {
  const { fees } = JSON.parse((await server.ask("GET", "/fees?per_page=100000"))?.text ?? "");
  const billed = fees.map((fee: Record<string, string>) => `${fee.lago_charge_id} ${fee.event_transaction_id}`);
  expect(new Set(billed).size).toBe(billed.length);
  expect(billed.length).toBe(2 * events);
}
