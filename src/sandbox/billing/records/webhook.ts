import { choice, or, type Read, required, text, texts } from "../api/fields.ts";
import type { Row } from "../storage/table.ts";

export const WEBHOOK_ENDPOINT_FIELDS = {
  webhook_url: required(text),
  signature_algo: or(choice(["jwt", "hmac"]), "jwt"),
  name: text,
  event_types: texts,
} as const;

/** Where an application hears what happened. */
export type WebhookEndpointRecord = Row & Read<typeof WEBHOOK_ENDPOINT_FIELDS> & { readonly created_at: string };

/** A message that an endpoint has not taken yet. */
export interface DeliveryRecord extends Row {
  readonly endpoint_id: string;
  readonly webhook_type: string;
  /** The body, as it is signed and sent. */
  readonly payload: string;
  readonly attempts: number;
  /** Not before this instant of the machine's own clock (ms). */
  readonly due_ms: number;
}
