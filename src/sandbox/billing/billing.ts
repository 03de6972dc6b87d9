import type { EventStore } from "./storage/event-store.ts";
import type { Tables } from "./storage/tables.ts";

/** The time that billing goes by; moving it is what makes periods end. */
export interface BillingClock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** What the API's resources work on. Changes happen inside a transaction of the store. */
export interface Billing {
  readonly tables: Tables;
  readonly events: EventStore;
  readonly clock: BillingClock;
  newId(): string;
  /** Tells every endpoint that asks for it what happened: `objectType` names the member that carries the payload. */
  emit(webhookType: string, objectType: string, payload: object): void;
  /** The address of a file of this server. */
  address(path: string): string;
}
