import { randomUUID } from "node:crypto";
import type { Tables } from "../storage/tables.ts";

/** What happened: `objectType` names the member that carries the payload. */
export interface Message {
  readonly type: string;
  readonly objectType: string;
  readonly payload: object;
}

/** Keeps a message for every endpoint that asks for its kind, to be brought there once it is on the disk. */
export function queueMessage(tables: Tables, { type: webhook_type, objectType, payload }: Message): void {
  const { webhookEndpoints, deliveries, organization } = tables;
  const endpoints = webhookEndpoints.filter(
    ({ event_types }) => event_types === null || event_types.length === 0 || event_types.includes(webhook_type),
  );
  if (endpoints.length === 0) return;
  const organization_id = organization.all()[0]?.lago_id;
  const text = JSON.stringify({ webhook_type, object_type: objectType, organization_id, [objectType]: payload });
  for (const { lago_id: endpoint_id } of endpoints) {
    const due = { attempts: 0, due_ms: Date.now() };
    deliveries.put({ lago_id: randomUUID(), endpoint_id, webhook_type, payload: text, ...due });
  }
}
