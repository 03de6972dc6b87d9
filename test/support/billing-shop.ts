import { expect, onTestFinished } from "vitest";
import { startBilling, type TestBilling } from "./billing.ts";

/** A metric as a test names it: `tokens` is summed unless it says otherwise. */
export interface ShopOrder {
  readonly at: string;
  readonly metric?: object;
  /** The charge on that metric; several where a list is given. */
  readonly charge: object | readonly object[];
  readonly plan?: object;
  readonly customer?: object;
  /** Made before everything else, such as taxes. */
  readonly taxes?: readonly object[];
}

/** A billing API with one metric, one plan with charges on it, and the customer `acme` subscribed as `one`. */
export async function openShop(order: ShopOrder) {
  const billing = await startBilling(order.at);
  onTestFinished(async () => {
    await billing.close();
    expect(billing.failures).toEqual([]);
  });
  const made = maker(billing);
  for (const tax of order.taxes ?? []) await made("/taxes", "tax", tax);
  const metric = await made("/billable_metrics", "billable_metric", {
    name: "Tokens",
    code: "tokens",
    aggregation_type: "sum_agg",
    field_name: "v",
    ...order.metric,
  });
  const charges = (Array.isArray(order.charge) ? order.charge : [order.charge]).map((charge) => ({
    billable_metric_id: metric.lago_id,
    charge_model: "standard",
    properties: { amount: "1" },
    ...charge,
  }));
  const price = { interval: "monthly", amount_cents: 0, amount_currency: "USD" };
  const plan = await made("/plans", "plan", { name: "P", code: "p", ...price, charges, ...order.plan });
  await made("/customers", "customer", { external_id: "acme", currency: "USD", ...order.customer });
  const subscription = { external_customer_id: "acme", plan_code: "p", external_id: "one" };
  await made("/subscriptions", "subscription", subscription);
  return { billing, ask: billing.ask, made, metric, plan, send: sender(billing), ...readers(billing) };
}

const maker =
  ({ ask }: TestBilling) =>
  async (path: string, name: string, fields: object) => {
    const answer = await ask("POST", path, { [name]: fields });
    expect(answer, path).toMatchObject({ status: 200 });
    return answer.body[name];
  };

/** Sends an event of the metric; its time is now unless one is given. */
function sender({ ask }: TestBilling) {
  let count = 0;
  return (properties: object, at?: string) => {
    count += 1;
    const timestamp = at === undefined ? undefined : Date.parse(at) / 1000;
    const event = { transaction_id: `t${count}`, external_subscription_id: "one", code: "tokens", properties };
    return ask("POST", "/events", { event: { ...event, timestamp } });
  };
}

function readers({ ask }: TestBilling) {
  return {
    usage: async () =>
      (await ask("GET", "/customers/acme/current_usage?external_subscription_id=one")).body.customer_usage,
    /** The lines of invoices and those on none, the oldest first. */
    fees: async (query = "") => (await ask("GET", `/fees?per_page=1000${query}`)).body.fees.toReversed(),
    /** Invoices with their lines, the oldest first. */
    invoices: async () => {
      const list = (await ask("GET", "/invoices?per_page=1000")).body.invoices.toReversed();
      const whole = await Promise.all(
        list.map(({ lago_id }: { lago_id: string }) => ask("GET", `/invoices/${lago_id}`)),
      );
      return whole.map(({ body }) => body.invoice);
    },
  };
}
