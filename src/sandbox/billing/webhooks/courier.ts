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
  readonly #ending = new AbortController();
  /** The endpoints that are being brought to; each goes at its own pace. */
  readonly #rounds = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: CourierParts) {
    this.#parts = parts;
  }

  /** There may be something to bring. */
  wake(): void {
    if (this.#isEnding) return;
    clearTimeout(this.#timer);
    const wait = this.#untilNext();
    if (wait === undefined) return;
    this.#timer = setTimeout(() => this.#bringDue(), wait);
    this.#timer.unref();
  }

  /** Breaks off what is under way; it and the others stay for the next start. */
  async end(): Promise<void> {
    this.#ending.abort();
    clearTimeout(this.#timer);
    await Promise.all(this.#rounds.values());
  }

  get #isEnding(): boolean {
    return this.#ending.signal.aborted;
  }

  #waiting(): readonly DeliveryRecord[] {
    return this.#parts.billing.tables.deliveries.filter(({ endpoint_id }) => !this.#rounds.has(endpoint_id));
  }

  #untilNext(): number | undefined {
    const first = this.#waiting().reduce((soonest, { due_ms }) => Math.min(soonest, due_ms), Number.POSITIVE_INFINITY);
    return first === Number.POSITIVE_INFINITY ? undefined : Math.max(0, first - Date.now());
  }

  #bringDue(): void {
    const due = this.#waiting().filter(({ due_ms }) => due_ms <= Date.now());
    for (const id of new Set(due.map(({ endpoint_id }) => endpoint_id))) this.#go(id, due);
    this.wake();
  }

  #go(id: string, due: readonly DeliveryRecord[]): void {
    const mine = due.filter(({ endpoint_id }) => endpoint_id === id);
    const round = this.#bringAll(mine)
      .catch((error: unknown) => this.#parts.failed(error))
      .finally(() => {
        this.#rounds.delete(id);
        this.wake();
      });
    this.#rounds.set(id, round);
  }

  async #bringAll(deliveries: readonly DeliveryRecord[]): Promise<void> {
    for (const delivery of deliveries) if (!this.#isEnding) await this.#bring(delivery);
  }

  async #bring(delivery: DeliveryRecord): Promise<void> {
    const { store, billing, retryAfterMs } = this.#parts;
    const isTaken = await this.#post(delivery);
    // Nobody knows whether it arrived: it keeps its attempts, and its key tells the receiver that it came before.
    if (this.#isEnding && !isTaken) return;
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
    const { signal } = this.#ending;
    const status = await http.request({ ...order, signal }).then(
      (answer) => answer.status,
      () => 0,
    );
    return status >= 200 && status < 300;
  }
}
