import { createHash } from "node:crypto";
import { found, invalid } from "../api/fault.ts";
import { isObject, isoSecond } from "../api/fields.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, type Call, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { subscriptionIn } from "../engine/lookups.ts";
import type { EventFacts, UsageEvent } from "../storage/event-store.ts";
import { announceUnusable } from "./event-errors.ts";
import { eventsFor } from "./event-list.ts";

/** The largest batch that Lago takes. */
const MOST_IN_BATCH = 100;

type Read = { readonly facts: EventFacts } | { readonly errors: Readonly<Record<string, readonly string[]>> };

const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

/** Reads what a client sends; a time is in seconds, with or without a fraction. */
function readEvent(billing: Billing, input: unknown): Read {
  const given = isObject(input) ? input : {};
  const facts = {
    subscription: textOf(given.external_subscription_id),
    code: textOf(given.code),
    transaction: textOf(given.transaction_id),
    timestamp: timeOf(given.timestamp, billing.clock.now()),
    properties: isObject(given.properties) ? given.properties : {},
  };
  const errors: Record<string, readonly string[]> = {};
  if (facts.transaction === "") errors.transaction_id = ["value_is_mandatory"];
  if (facts.code === "") errors.code = ["value_is_mandatory"];
  if (Number.isNaN(facts.timestamp)) errors.timestamp = ["invalid_format"];
  if (billing.events.has(facts.subscription, facts.transaction)) errors.transaction_id = ["value_already_exist"];
  return Object.keys(errors).length === 0 ? { facts } : { errors };
}

function timeOf(value: unknown, now: number): number {
  if (value === undefined || value === null || value === "") return now;
  const seconds = typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
  return seconds >= 0 && seconds < 1e11 ? Math.round(seconds * 1000) : Number.NaN;
}

/** Who is told that an event is known must be able to rely on it: it is on the disk by then. */
async function refused(billing: Billing, details: Readonly<Record<string, unknown>>): Promise<never> {
  await billing.events.flushed();
  throw invalid(details);
}

async function addOne(billing: Billing, call: Call) {
  const read = readEvent(billing, bodyOf(call, "event"));
  if ("errors" in read) return refused(billing, read.errors);
  announceUnusable(billing, [read.facts]);
  const events = await billing.events.add([read.facts], billing.clock.now());
  billing.arrived.push(...events);
  const [event] = events;
  return ok({ event: eventView(billing, found(event, "event")) });
}

/** All events of a batch are kept, or none. */
async function addBatch(billing: Billing, { body }: Call) {
  const inputs = isObject(body) && Array.isArray(body.events) ? body.events : [];
  if (inputs.length === 0) throw invalid({ events: ["no_events"] });
  if (inputs.length > MOST_IN_BATCH) throw invalid({ events: ["too_many_events"] });
  const { facts, errors } = readBatch(billing, inputs);
  if (Object.keys(errors).length > 0) return refused(billing, errors);
  announceUnusable(billing, facts);
  const events = await billing.events.add(facts, billing.clock.now());
  billing.arrived.push(...events);
  return ok({ events: events.map((event) => eventView(billing, event)) });
}

/** What is wrong is told by the event's place in the batch. */
function readBatch(billing: Billing, inputs: readonly unknown[]) {
  const errors: Record<string, unknown> = {};
  const facts: EventFacts[] = [];
  const seen = new Set<string>();
  for (const [at, input] of inputs.entries()) {
    const read = readEvent(billing, input);
    if ("errors" in read) errors[at] = read.errors;
    else if (isSecond(seen, read.facts)) errors[at] = { transaction_id: ["value_already_exist"] };
    else facts.push(read.facts);
  }
  return { facts, errors };
}

function isSecond(seen: Set<string>, { subscription, transaction }: EventFacts): boolean {
  const key = JSON.stringify([subscription, transaction]);
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
}

/** An event as the API shows it. Its id follows from what makes it unique, so that it need not be kept. */
export function eventView(billing: Billing, event: UsageEvent): object {
  const subscription = subscriptionIn(billing, event.subscription, ["active", "terminated"]);
  return {
    lago_id: idOf(event),
    transaction_id: event.transaction,
    lago_customer_id: subscription?.customer_id ?? null,
    code: event.code,
    timestamp: new Date(event.timestamp).toISOString(),
    precise_total_amount_cents: null,
    properties: event.properties,
    lago_subscription_id: subscription?.lago_id ?? null,
    external_subscription_id: event.subscription === "" ? null : event.subscription,
    created_at: isoSecond(event.received),
  };
}

function idOf({ subscription, transaction }: UsageEvent): string {
  const hex = createHash("sha256")
    .update(JSON.stringify([subscription, transaction]))
    .digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What subscriptions used. */
export const eventRoutes: readonly BillingRoute[] = [
  { method: "POST", path: "/events", handle: addOne },
  { method: "POST", path: "/events/batch", handle: addBatch },
  {
    method: "GET",
    path: "/events",
    handle: (billing, call) =>
      page(call, "events", { rows: newest(eventsFor(billing, call)), show: (event) => eventView(billing, event) }),
  },
  {
    method: "GET",
    path: "/events/:transaction",
    handle: (billing, call) =>
      ok({ event: eventView(billing, found(billing.events.find(param(call, "transaction")), "event")) }),
  },
];
