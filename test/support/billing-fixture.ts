import type { TestBilling } from "./billing.ts";

/** A metric, a plan with a charge on it, a customer on that plan, and an event: one of everything that can be shown. */
export async function fillBilling({ ask }: TestBilling) {
  const made = async (path: string, name: string, fields: object) => {
    const answer = await ask("POST", path, { [name]: fields });
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body[name];
  };
  const tax = await made("/taxes", "tax", { name: "VAT", code: "vat", rate: "20", applied_to_organization: true });
  const calls = await made("/billable_metrics", "billable_metric", {
    name: "Calls",
    code: "calls",
    aggregation_type: "count_agg",
    filters: [{ key: "region", values: ["eu", "us"] }],
  });
  const metric = await made("/billable_metrics", "billable_metric", {
    name: "Tokens",
    code: "tokens",
    aggregation_type: "sum_agg",
    field_name: "count",
  });
  const plan = await made("/plans", "plan", {
    name: "Pro",
    code: "pro",
    interval: "monthly",
    amount_cents: 3000,
    amount_currency: "USD",
    pay_in_advance: true,
    tax_codes: ["vat"],
    charges: [
      { billable_metric_id: metric.lago_id, charge_model: "standard", properties: { amount: "0.1" } },
      {
        billable_metric_id: calls.lago_id,
        charge_model: "standard",
        pay_in_advance: true,
        invoiceable: false,
        properties: { amount: "2" },
        filters: [{ values: { region: ["eu"] }, properties: { amount: "3" }, invoice_display_name: "Europe" }],
      },
    ],
  });
  const customer = await made("/customers", "customer", {
    external_id: "acme",
    name: "Acme",
    currency: "USD",
    metadata: [{ key: "tenant", value: "1" }],
  });
  const addOn = await made("/add_ons", "add_on", {
    name: "Setup",
    code: "setup",
    amount_cents: 500,
    amount_currency: "USD",
  });
  const coupon = await made("/coupons", "coupon", {
    name: "Tenth",
    code: "tenth",
    coupon_type: "percentage",
    percentage_rate: "10.0",
    frequency: "forever",
    expiration: "no_expiration",
  });
  const applied = await made("/applied_coupons", "applied_coupon", {
    external_customer_id: "acme",
    coupon_code: "tenth",
  });
  const wallet = await made("/wallets", "wallet", {
    external_customer_id: "acme",
    rate_amount: "1.0",
    currency: "USD",
    granted_credits: "5",
    paid_credits: "2",
    recurring_transaction_rules: [{ trigger: "interval", interval: "monthly", granted_credits: "1" }],
  });
  const subscription = await made("/subscriptions", "subscription", {
    external_customer_id: "acme",
    plan_code: "pro",
    external_id: "acme-pro",
  });
  const event = await made("/events", "event", {
    transaction_id: "t1",
    external_subscription_id: "acme-pro",
    code: "tokens",
    properties: { count: 12 },
  });
  await made("/events", "event", {
    transaction_id: "c1",
    external_subscription_id: "acme-pro",
    code: "calls",
    properties: { region: "eu" },
  });
  const [fee] = (await ask("GET", "/fees?billable_metric_code=calls")).body.fees;
  const endpoint = await made("/webhook_endpoints", "webhook_endpoint", { webhook_url: "http://localhost:1/none" });
  const { body } = await ask("GET", "/invoices?invoice_type=subscription");
  const invoice = (await ask("GET", `/invoices/${body.invoices[0].lago_id}`)).body.invoice;
  const item = { fee_id: invoice.fees[0].lago_id, amount_cents: 100 };
  const note = await made("/credit_notes", "credit_note", {
    invoice_id: invoice.lago_id,
    reason: "other",
    credit_amount_cents: 108,
    items: [item],
  });
  return {
    tax,
    fee,
    metric,
    plan,
    customer,
    addOn,
    coupon,
    applied,
    wallet,
    subscription,
    event,
    endpoint,
    invoice,
    note,
    item,
  };
}

/** What `fillBilling` made. */
export type Filled = Awaited<ReturnType<typeof fillBilling>>;
