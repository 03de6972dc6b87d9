import type { KeptMeter } from "./engine/kept-meter.ts";
import type { EventStore, UsageEvent } from "./storage/event-store.ts";
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
  /** Accepted events whose charges that are paid at once have not been billed yet; they are on the disk. */
  readonly arrived: UsageEvent[];
  /** What was used of charges that are paid at once; worked out again from the events where it is missing. */
  readonly meters: Map<string, KeptMeter>;
  /** True in a container: messages go to containers on its networks too, which have names without a dot. */
  readonly hasNeighbours: boolean;
  newId(): string;
  /**
   * The id of a new row that has a name of its own: the same one in every server that makes it. Where an earlier row of
   * that name has it, such as a deleted customer's, the next one of a fixed series.
   */
  idOf(table: keyof Tables, name: string): string;
  /** Tells every endpoint that asks for it what happened: `objectType` names the member that carries the payload. */
  emit(webhookType: string, objectType: string, payload: object): void;
  /** The address of a file of this server. */
  address(path: string): string;
}
