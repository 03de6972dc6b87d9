import type { LagoFields, LagoKind } from "../../domain/lago.ts";
import { inSlot } from "../../domain/slot-addresses.ts";
import type { Slot } from "../../domain/stack.ts";
import { lagoKeyOf } from "./kinds.ts";

/** What avb keeps in Lago: `templates/lago/billing.json`. Fields have the API's names, but a charge names its metric by code. */
export type BillingDocument = Readonly<Record<LagoKind, readonly LagoFields[]>>;

/** A document that says nothing. */
export const EMPTY_BILLING: BillingDocument = {
  ...{ billable_metrics: [], plans: [], customers: [], subscriptions: [], webhook_endpoints: [] },
};

/** A document with another one over it: what has the same key is replaced as a whole, what is new comes last. */
export const joinedBilling = (below: BillingDocument, over: Partial<BillingDocument>): BillingDocument => {
  const joined = (kind: LagoKind) => [
    ...new Map([...below[kind], ...(over[kind] ?? [])].map((thing) => [lagoKeyOf(kind, thing), thing])).values(),
  ];
  return {
    billable_metrics: joined("billable_metrics"),
    plans: joined("plans"),
    customers: joined("customers"),
    subscriptions: joined("subscriptions"),
    webhook_endpoints: joined("webhook_endpoints"),
  };
};

/** From where Lago sends its messages: this machine is called otherwise inside a container. */
export interface BillingPlace {
  readonly slot: Slot;
  /** What Lago calls the developer's machine, such as `host.docker.internal`; `localhost` unless it is said. */
  readonly machine?: string;
}

/** The document whose endpoints are the application's ports in the slot, by the name that Lago reaches them under. */
export function billingInPlace(
  document: BillingDocument,
  { slot, machine = "localhost" }: BillingPlace,
): BillingDocument {
  const endpoints = document.webhook_endpoints.map((endpoint) => ({
    ...endpoint,
    webhook_url: inSlot(String(endpoint.webhook_url), slot).replace(/^(https?:\/\/)localhost(?=[:/])/, `$1${machine}`),
  }));
  return { ...document, webhook_endpoints: endpoints };
}
