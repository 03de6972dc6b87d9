import { afterAll, beforeAll, expect, test } from "vitest";
import { startBilling, type TestBilling } from "../support/billing.ts";
import { type Filled, fillBilling } from "../support/billing-fixture.ts";
import { misfits } from "../support/lago-shapes.ts";

let billing: TestBilling;
let made: Filled;

beforeAll(async () => {
  billing = await startBilling("2026-11-10T09:30:00Z");
  made = await fillBilling(billing);
});

afterAll(async () => {
  await billing.close();
  expect(billing.failures).toEqual([]);
});

type Ask = readonly [
  method: string,
  path: (made: Filled) => string,
  type: string,
  body: ((made: Filled) => object) | undefined,
];

const get = (path: string, type: string): Ask => ["GET", () => path, type, undefined];

/** Routes and the client's own type of what each answers. */
const SHAPES: readonly Ask[] = [
  get("/organizations", "Organization"),
  get("/customers", "CustomersPaginated"),
  get("/customers/acme", "Customer"),
  get("/customers/acme/current_usage?external_subscription_id=acme-pro", "CustomerUsage"),
  get("/customers/acme/past_usage?external_subscription_id=acme-pro", "CustomerPastUsage"),
  get("/customers/acme/subscriptions", "SubscriptionsPaginated"),
  get("/customers/acme/invoices", "InvoicesPaginated"),
  get("/customers/acme/credit_notes", "CreditNotesPaginated"),
  get("/customers/acme/applied_coupons", "AppliedCouponsPaginated"),
  get("/customers/acme/wallets", "WalletsPaginated"),
  get("/billable_metrics", "BillableMetricsPaginated"),
  get("/billable_metrics/tokens", "BillableMetric"),
  get("/plans", "PlansPaginated"),
  get("/plans/pro", "Plan"),
  get("/subscriptions", "SubscriptionsPaginated"),
  get("/subscriptions/acme-pro", "SubscriptionExtended"),
  get("/events", "EventsPaginated"),
  get("/events/t1", "Event"),
  get("/add_ons", "AddOnsPaginated"),
  get("/add_ons/setup", "AddOn"),
  get("/coupons", "CouponsPaginated"),
  get("/coupons/tenth", "Coupon"),
  get("/applied_coupons", "AppliedCouponsPaginated"),
  get("/wallets?external_customer_id=acme", "WalletsPaginated"),
  ["GET", ({ wallet }) => `/wallets/${wallet.lago_id}`, "Wallet", undefined],
  ["GET", ({ wallet }) => `/wallets/${wallet.lago_id}/wallet_transactions`, "WalletTransactionsPaginated", undefined],
  get("/invoices", "InvoicesPaginated"),
  ["GET", ({ invoice }) => `/invoices/${invoice.lago_id}`, "Invoice", undefined],
  ["POST", ({ invoice }) => `/invoices/${invoice.lago_id}/download`, "Invoice", undefined],
  get("/credit_notes", "CreditNotesPaginated"),
  ["GET", ({ note }) => `/credit_notes/${note.lago_id}`, "CreditNoteExtended", undefined],
  get("/fees", "FeesPaginated"),
  ["GET", ({ invoice }) => `/fees/${invoice.fees[0].lago_id}`, "Fee", undefined],
  ["GET", ({ fee }) => `/fees/${fee.lago_id}`, "Fee", undefined],
  ["PUT", ({ fee }) => `/fees/${fee.lago_id}`, "Fee", () => ({ fee: { payment_status: "succeeded" } })],
  get("/taxes", "TaxesPaginated"),
  get("/taxes/vat", "Tax"),
  ["PUT", () => "/taxes/vat", "Tax", () => ({ tax: { description: "VAT" } })],
  get("/webhook_endpoints", "WebhookEndpointsPaginated"),
  ["GET", ({ endpoint }) => `/webhook_endpoints/${endpoint.lago_id}`, "WebhookEndpoint", undefined],
  get("/webhooks/json_public_key", "WebhookPublicKey"),
  [
    "POST",
    () => "/credit_notes/estimate",
    "CreditNoteEstimated",
    ({ invoice, item }) => ({ credit_note: { invoice_id: invoice.lago_id, items: [item] } }),
  ],
  [
    "POST",
    () => "/events/estimate_fees",
    "Fees",
    () => ({ event: { code: "calls", external_subscription_id: "acme-pro" } }),
  ],
  [
    "POST",
    () => "/events/estimate_instant_fees",
    "Fees",
    () => ({ event: { code: "calls", external_subscription_id: "acme-pro" } }),
  ],
  [
    "POST",
    () => "/events/batch_estimate_instant_fees",
    "Fees",
    () => ({ events: [{ code: "calls", external_subscription_id: "acme-pro" }] }),
  ],
  [
    "POST",
    () => "/events/batch",
    "EventsCreated",
    () => ({ events: [{ transaction_id: "later", external_subscription_id: "unknown", code: "tokens" }] }),
  ],
  [
    "POST",
    () => "/invoices",
    "Invoice",
    () => ({ invoice: { external_customer_id: "acme", fees: [{ add_on_code: "setup", units: 2 }] } }),
  ],
  [
    "POST",
    () => "/wallet_transactions",
    "WalletTransactions",
    ({ wallet }) => ({ wallet_transaction: { wallet_id: wallet.lago_id, granted_credits: "1" } }),
  ],
  get("/nothing/of/the/kind", "ApiErrorUnprocessableEntity"),
  get("/plans/none", "ApiErrorNotFound"),
  ["POST", () => "/plans", "ApiErrorUnprocessableEntity", () => ({ plan: { name: "x" } })],
  ["POST", () => "/plans", "ApiErrorBadRequest", () => ({})],
  ["POST", ({ invoice }) => `/invoices/${invoice.lago_id}/void`, "Invoice", undefined],
  ["POST", ({ invoice }) => `/invoices/${invoice.lago_id}/void`, "ApiErrorNotAllowed", undefined],
];

const named = SHAPES.map((row, at) => [`${row[0]} answers with ${row[2]} (row ${at})`, row] as const);

/** Null in Lago for every charge that is paid in arrears, whatever the type says. */
const TRULY_NULL = /regroup_paid_fees is null$/;

test.each(named)("%s as the official client declares it", async (_, [method, path, type, body]) => {
  const answer = await billing.ask(method, path(made), body?.(made));
  expect(misfits(answer.body, type).filter((misfit) => !TRULY_NULL.test(misfit))).toEqual([]);
  expect(answer.headers.get("x-avb-mock")).toBe("lago");
  expect(answer.status < 400).toBe(!type.startsWith("ApiError"));
});

test("the check itself finds a field that is missing or of another kind", () => {
  expect(misfits({ status: "404", error: "Not Found" }, "ApiErrorNotFound")).toEqual([
    'ApiErrorNotFound.status is "404", not number',
    "ApiErrorNotFound.code is missing",
  ]);
});

test("a list stands where its meta says", async () => {
  const { body } = await billing.ask("GET", "/events?per_page=1&page=3");
  expect(body).toMatchObject({
    meta: { current_page: 3, prev_page: 2, next_page: null, total_pages: 3, total_count: 3 },
  });
  const empty = await billing.ask("GET", "/customers/acme/past_usage?external_subscription_id=acme-pro");
  expect(empty.body.meta).toEqual({
    current_page: 0,
    next_page: null,
    prev_page: null,
    total_pages: 0,
    total_count: 0,
  });
});
