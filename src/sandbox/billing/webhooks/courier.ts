import type { Http } from "../../../domain/world.ts";
import type { Billing } from "../billing.ts";
import { organizationOf } from "../engine/lookups.ts";
import type { DeliveryRecord } from "../records/webhook.ts";
import type { BillingStore } from "../storage/store.ts";
import { type Signing, signatureHeaders, type WebhookSigner } from "./signature.ts";

/** How often a message is tried in all. */
const MOST_ATTEMPTS = 4;

/** Milliseconds that an endpoint gets to answer. */
const PATIENCE_MS = 5_000;

/** What the courier works with. */
export interface CourierParts {
  readonly billing: Billing;
  readonly store: BillingStore;
  readonly http: Http;
  readonly issuer: string;
  signer(): WebhookSigner;
  /** Milliseconds until the next attempt after so many. */
  retryAfterMs(attempts: number): number;
  /** Told of what failed inside. */
  failed(error: unknown): void;
}

/** Lago's own patience: about three seconds, then twenty, then a minute and a half. */
export const lagoBackOff = (attempts: number): number => (attempts ** 4 + 2) * 1000;

/** Brings messages to their endpoints, each endpoint's in order; what is not taken is tried again, also after a restart. */
export class Courier {
  readonly #parts: CourierParts;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #ended = false;

  constructor(parts: CourierParts) {
    this.#parts = parts;
  }

  /** There may be something to bring. */
  wake(): void {
    if (this.#ended || this.#round !== undefined) return;
    clearTimeout(this.#timer);
    const wait = this.#untilNext();
    if (wait === undefined) return;
    this.#timer = setTimeout(() => this.#go(), wait);
    this.#timer.unref();
  }

  /** Ends after the message under way; the others stay for the next start. */
  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  #go(): void {
    this.#round = this.#bringDue()
      .catch((error: unknown) => this.#parts.failed(error))
      .finally(() => {
        this.#round = undefined;
        this.wake();
      });
  }

  #untilNext(): number | undefined {
    const deliveries = this.#parts.billing.tables.deliveries.all();
    if (deliveries.length === 0) return undefined;
    return Math.max(0, Math.min(...deliveries.map(({ due_ms }) => due_ms)) - Date.now());
  }

  async #bringDue(): Promise<void> {
    const due = this.#parts.billing.tables.deliveries.filter(({ due_ms }) => due_ms <= Date.now());
    const endpoints = new Set(due.map(({ endpoint_id }) => endpoint_id));
    await Promise.all(
      [...endpoints].map(async (id) => {
        for (const delivery of due) if (delivery.endpoint_id === id && !this.#ended) await this.#bring(delivery);
      }),
    );
  }

  async #bring(delivery: DeliveryRecord): Promise<void> {
    const { store, billing, retryAfterMs } = this.#parts;
    const isTaken = await this.#post(delivery);
    const attempts = delivery.attempts + 1;
    await store.transact(() => {
      const { deliveries } = billing.tables;
      if (deliveries.get(delivery.lago_id) === undefined) return;
      if (isTaken || attempts >= MOST_ATTEMPTS) deliveries.remove(delivery.lago_id);
      else deliveries.change(delivery, { attempts, due_ms: Date.now() + retryAfterMs(attempts) });
    });
  }

  async #post({ endpoint_id, payload, lago_id }: DeliveryRecord): Promise<boolean> {
    const { billing, http, issuer, signer } = this.#parts;
    const endpoint = billing.tables.webhookEndpoints.get(endpoint_id);
    if (endpoint === undefined) return true;
    const signing: Signing = { signer: signer(), issuer, hmacKey: organizationOf(billing).hmac_key };
    const signature = await signatureHeaders(payload, endpoint.signature_algo, signing);
    const headers = { "content-type": "application/json", ...signature, "x-lago-unique-key": lago_id };
    const order = { method: "POST", url: endpoint.webhook_url, headers, body: payload, timeoutMs: PATIENCE_MS };
    const status = await http.request(order).then(
      (answer) => answer.status,
      () => 0,
    );
    return status >= 200 && status < 300;
  }
}
