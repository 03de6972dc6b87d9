import type { LagoFields, LagoKind } from "../../domain/lago.ts";
import { inSlot } from "../../domain/slot-addresses.ts";
import type { Slot } from "../../domain/stack.ts";

/** What avb keeps in Lago: `templates/lago/billing.json`. Fields have the API's names, but a charge names its metric by code. */
export type BillingDocument = Readonly<Record<LagoKind, readonly LagoFields[]>>;

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
