import { expect, onTestFinished } from "vitest";
import { startBilling } from "./billing.ts";

/** A billing API at an instant, with a customer and two plans: `basic` in arrears, `plus` (dearer) in advance. */
export async function withPlans(at: string, customer: object = {}) {
  const billing = await startBilling(at);
  onTestFinished(async () => {
    await billing.close();
    expect(billing.failures).toEqual([]);
  });
  const { ask } = billing;
  const metric = { name: "Calls", code: "calls", aggregation_type: "count_agg" };
  const { body } = await ask("POST", "/billable_metrics", { billable_metric: metric });
  const plan = (code: string, amount_cents: number, more: object) => ({
    plan: {
      name: code,
      code,
      interval: "monthly",
      amount_cents,
      amount_currency: "USD",
      charges: [
        { billable_metric_id: body.billable_metric.lago_id, charge_model: "standard", properties: { amount: "1" } },
      ],
      ...more,
    },
  });
  await ask("POST", "/plans", plan("basic", 3000, {}));
  await ask("POST", "/plans", plan("plus", 6000, { pay_in_advance: true }));
  await ask("POST", "/customers", { customer: { external_id: "acme", ...customer } });
  const subscribe = async (plan_code: string, more: object = {}) => {
    const subscription = { external_customer_id: "acme", plan_code, external_id: "one", ...more };
    return (await ask("POST", "/subscriptions", { subscription })).body.subscription;
  };
  const call = (transaction_id: string, timestamp?: number) =>
    ask("POST", "/events", { event: { transaction_id, external_subscription_id: "one", code: "calls", timestamp } });
  /** Each invoice, the oldest first, as its date and its lines in cents. */
  const invoices = async () => {
    const list = (await ask("GET", "/invoices")).body.invoices.toReversed();
    const whole = await Promise.all(list.map(({ lago_id }: { lago_id: string }) => ask("GET", `/invoices/${lago_id}`)));
    return whole.map(({ body: { invoice } }) => ({
      on: invoice.issuing_date,
      lines: invoice.fees.map((fee: { item: { type: string }; amount_cents: number }) => [
        fee.item.type,
        fee.amount_cents,
      ]),
      total: invoice.total_amount_cents,
    }));
  };
  return { billing, ask, plan, subscribe, call, invoices };
}
