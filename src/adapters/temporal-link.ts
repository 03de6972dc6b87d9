import type { Client, Connection } from "@temporalio/client";
import { ServiceRefusal } from "../domain/refusal.ts";

/** A connection to a server, and how its calls are made. */
export interface TemporalLink {
  readonly connection: Connection;
  clientOf(namespace: string): Client;
  /** Within a deadline; errors as ServiceRefusals. */
  ask<Result>(call: () => Promise<Result>): Promise<Result>;
}

/** Nothing for what is not there; every other error stays one. */
export function absent(error: unknown): undefined {
  if (error instanceof ServiceRefusal && error.status === 404) return undefined;
  throw error;
}
