import { invalid, notFound } from "../api/fault.ts";
import { choice, instant, or, readFields, readGiven, text } from "../api/fields.ts";
import { narrowed } from "../api/narrow.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, type Call, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { terminate } from "../engine/lifecycle.ts";
import { customerOf, planById, subscriptionIn } from "../engine/lookups.ts";
import { subscribe } from "../engine/subscribe.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import { subscriptionView } from "../views/subscription-view.ts";
import { upsertCustomer } from "./customers.ts";
import { subscriptionsBy } from "./narrowings.ts";
import { planView } from "./plans.ts";
import { refuseUnoffered } from "./unique.ts";

const CHANGEABLE = { name: text, ending_at: instant, subscription_at: instant } as const;
const ENDING = {
  on_termination_credit_note: or(choice(["credit", "refund", "skip"]), "credit"),
  on_termination_invoice: or(choice(["generate", "skip"]), "generate"),
} as const;
const UNOFFERED = { usage_thresholds: "any", activation_rules: "any" } as const;

type Status = SubscriptionRecord["status"];

const asStatus = (word: string | null): Status => (word === "pending" ? "pending" : "active");

function named(billing: Billing, call: Call, statuses: readonly Status[]): SubscriptionRecord {
  const subscription = subscriptionIn(billing, param(call, "external_id"), statuses);
  if (subscription === undefined) throw notFound("subscription");
  return subscription;
}

const extended = (billing: Billing, row: SubscriptionRecord): object => ({
  ...subscriptionView(billing, row),
  plan: planView(billing, planById(billing, row.plan_id)),
  applicable_usage_thresholds: [],
});

const shown = (billing: Billing, row: SubscriptionRecord) => ok({ subscription: extended(billing, row) });

/** The subscriptions that a list asks for; the active ones where it names no state. */
function listed(billing: Billing, call: Call, customer: string | null): readonly SubscriptionRecord[] {
  const statuses = [...call.query.getAll("status[]"), ...call.query.getAll("status")];
  const owner = customer === null ? undefined : customerOf(billing, customer).lago_id;
  const rows = billing.tables.subscriptions.filter(
    ({ status, customer_id }) =>
      (statuses.length === 0 ? status === "active" : statuses.includes(status)) &&
      (owner === undefined || customer_id === owner),
  );
  return narrowed(billing, call, { rows, by: subscriptionsBy });
}

const list = (billing: Billing, call: Call, customer: string | null) =>
  page(call, "subscriptions", {
    rows: newest(listed(billing, call, customer)),
    show: (row) => subscriptionView(billing, row),
  });

function changed(billing: Billing, call: Call): SubscriptionRecord {
  const row = named(billing, call, [asStatus(call.query.get("status"))]);
  const input = bodyOf(call, "subscription");
  refuseUnoffered(input, { ...UNOFFERED, plan_overrides: "any" });
  const { name, ending_at, subscription_at } = readGiven(CHANGEABLE, input);
  if (ending_at && Date.parse(ending_at) <= billing.clock.now()) throw invalid({ ending_at: ["invalid_date"] });
  const kept = billing.tables.subscriptions.change(row, {
    ...(name === undefined ? {} : { name }),
    ...(ending_at === undefined ? {} : { ending_at }),
    ...(subscription_at && row.status === "pending" ? { subscription_at } : {}),
  });
  billing.emit("subscription.updated", "subscription", subscriptionView(billing, kept));
  return kept;
}

/** A customer that nobody has told of yet is made by its first subscription. */
function meet(billing: Billing, external_id: unknown): void {
  if (typeof external_id !== "string" || external_id === "") return;
  const known = billing.tables.customers.find((row) => row.external_id === external_id && row.deleted !== true);
  if (known === undefined) upsertCustomer(billing, { external_id });
}

/** Customers on plans. */
export const subscriptionRoutes: readonly BillingRoute[] = [
  {
    method: "GET",
    path: "/subscriptions",
    handle: (billing, call) => list(billing, call, call.query.get("external_customer_id")),
  },
  {
    method: "GET",
    path: "/customers/:customer/subscriptions",
    handle: (billing, call) => list(billing, call, param(call, "customer")),
  },
  {
    method: "GET",
    path: "/subscriptions/:external_id",
    handle: (billing, call) => {
      const status = call.query.get("status") as Status | null;
      return shown(billing, named(billing, call, [status ?? "active"]));
    },
  },
  {
    method: "POST",
    path: "/subscriptions",
    handle: (billing, call) => {
      const input = bodyOf(call, "subscription");
      refuseUnoffered(input, UNOFFERED);
      meet(billing, input.external_customer_id);
      return shown(billing, subscribe(billing, input));
    },
  },
  {
    method: "PUT",
    path: "/subscriptions/:external_id",
    handle: (billing, call) => shown(billing, changed(billing, call)),
  },
  {
    method: "DELETE",
    path: "/subscriptions/:external_id",
    handle: (billing, call) => {
      const row = named(billing, call, [asStatus(call.query.get("status"))]);
      const ending = readFields(ENDING, Object.fromEntries(call.query));
      const ended = terminate(billing, billing.tables.subscriptions.change(row, ending), billing.clock.now());
      return ok({ subscription: subscriptionView(billing, ended) });
    },
  },
];
