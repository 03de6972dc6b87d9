import { Client } from "lago-javascript-client";
import type { TestSandbox } from "./sandbox.ts";

/** The official client, pointed at a test sandbox's billing API. */
export const lagoOf = ({ launch }: TestSandbox): ReturnType<typeof Client> =>
  Client(launch.billingKey, { baseUrl: `http://127.0.0.1:${launch.billingPort}/api/v1` });

/** Puts each of these customers on a monthly plan in arrears, one subscription each, by the calendar. */
export async function subscribeAll(sandbox: TestSandbox, customers: readonly string[]): Promise<void> {
  const lago = lagoOf(sandbox);
  const price = { interval: "monthly", amount_cents: 3100, amount_currency: "USD", pay_in_advance: false } as const;
  await lago.plans.createPlan({ plan: { name: "Basic", code: "basic", ...price } });
  for (const external_id of customers) {
    await lago.customers.createCustomer({ customer: { external_id, name: external_id, currency: "USD" } });
    const subscription = { external_customer_id: external_id, plan_code: "basic", external_id: `${external_id}-basic` };
    await lago.subscriptions.createSubscription({ subscription });
  }
}

/** The invoices of a customer, the oldest first: day and total. */
export async function invoicesOf(sandbox: TestSandbox, customer: string): Promise<readonly string[]> {
  const { data } = await lagoOf(sandbox).invoices.findAllInvoices({ external_customer_id: customer, per_page: 100 });
  return data.invoices
    .map(({ issuing_date, status, total_amount_cents }) => `${issuing_date} ${status} ${total_amount_cents}`)
    .sort();
}
