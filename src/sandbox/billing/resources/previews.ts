import { BillingFault, invalid, notFound } from "../api/fault.ts";
import { isObject } from "../api/fields.ts";
import { type BillingRoute, type Call, ok } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { makeInvoice } from "../engine/invoices.ts";
import { customerById, planById, subscriptionIn } from "../engine/lookups.ts";
import { periodicPart, startPart } from "../engine/periodic.ts";
import { nextBoundary, timetableOf } from "../engine/schedule.ts";
import { subscribe } from "../engine/subscribe.ts";
import type { InvoiceRecord } from "../records/invoice.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import { invoiceView } from "../views/invoice-view.ts";
import { upsertCustomer } from "./customers.ts";

/** The subscriptions to look at: those named, or one that is made for the look. */
function subjects(billing: Billing, body: Readonly<Record<string, unknown>>): readonly SubscriptionRecord[] {
  const named = isObject(body.subscriptions) ? body.subscriptions.external_ids : undefined;
  if (Array.isArray(named) && named.length > 0)
    return named.map((id) => {
      const subscription = subscriptionIn(billing, String(id), ["active"]);
      if (subscription === undefined) throw notFound("subscription");
      return subscription;
    });
  if (body.plan_code === undefined) throw invalid({ plan_code: ["value_is_mandatory"] });
  return [imagined(billing, body)];
}

function imagined(billing: Billing, body: Readonly<Record<string, unknown>>): SubscriptionRecord {
  const given = isObject(body.customer) ? body.customer : {};
  const external_id = given.external_id ?? billing.newId();
  const customer = upsertCustomer(billing, { ...given, external_id });
  const { plan_code, billing_time, subscription_at } = body;
  const order = { plan_code, billing_time, subscription_at, external_id: billing.newId() };
  return subscribe(billing, { ...order, external_customer_id: customer.external_id });
}

/** The next invoice of subscriptions: that of their start where it is due now, else that of the period's end. */
function nextInvoice(
  billing: Billing,
  subscriptions: readonly SubscriptionRecord[],
  isNew: boolean,
): InvoiceRecord | undefined {
  const [first] = subscriptions;
  if (first === undefined) throw notFound("subscription");
  const now = billing.clock.now();
  const { charges, zone } = timetableOf(billing, first);
  const begins = Math.max(now, Date.parse(first.subscription_at));
  const active = subscriptions.map((one) => ({ ...one, started_at: one.started_at ?? one.subscription_at }));
  const starts = isNew ? active.flatMap((one) => startPart(billing, one, begins) ?? []) : [];
  const at = starts.length > 0 ? begins : nextBoundary(charges, zone, begins);
  for (const one of active) billing.tables.subscriptions.put(one);
  const parts = starts.length > 0 ? starts : active.map((one) => periodicPart(billing, one, at));
  const customer = { ...customerById(billing, first.customer_id), billing_configuration: { invoice_grace_period: 0 } };
  const currency = planById(billing, first.plan_id).amount_currency;
  return makeInvoice(billing, { customer, type: "subscription", currency, parts, fees: [], at });
}

/** Works an invoice out as if it were made, shows it, and takes everything back: a fault undoes the whole transaction. */
function preview(billing: Billing, { body }: Call): never {
  const input = isObject(body) ? body : {};
  const isNew = !isObject(input.subscriptions);
  const invoice = nextInvoice(billing, subjects(billing, input), isNew);
  if (invoice === undefined) throw notFound("invoice");
  const unsaved = { lago_id: null, number: "", sequential_id: 0, status: "draft", file_url: null };
  throw new BillingFault(ok({ invoice: { ...invoiceView(billing, invoice), ...unsaved } }));
}

/** What an invoice would be. */
export const previewRoutes: readonly BillingRoute[] = [{ method: "POST", path: "/invoices/preview", handle: preview }];
