import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { nodeHttp } from "../../adapters/http.ts";
import { EVENTS_FILE } from "../../domain/billing-files.ts";
import type { SandboxAnswer } from "../http/exchange.ts";
import { BillingFault } from "./api/fault.ts";
import type { BillingRoute, Call } from "./api/route.ts";
import type { Billing } from "./billing.ts";
import type { BillingServerOptions } from "./billing-server-options.ts";
import { billArrived } from "./engine/advance-billing.ts";
import { type CaughtUp, counted } from "./engine/caught-up.ts";
import { catchUp, nextDue } from "./engine/due-work.ts";
import { foundOrganization } from "./engine/organization.ts";
import { unbilledEvents } from "./engine/unbilled-events.ts";
import { EventStore } from "./storage/event-store.ts";
import { freeId } from "./storage/free-id.ts";
import { BillingStore } from "./storage/store.ts";
import { Courier, lagoBackOff } from "./webhooks/courier.ts";
import { queueMessage } from "./webhooks/queue.ts";

/** Node's timers hold at most 2^31 - 1 ms; a clock that is moved wakes the server itself. */
const LONGEST_WAIT_MS = 3_600_000;

/** The billing state of a checkout, open. */
export class BillingServer {
  readonly billing: Billing;
  readonly #store: BillingStore;
  readonly #courier: Courier;
  readonly #options: BillingServerOptions;
  #timer: NodeJS.Timeout | undefined;
  /** When something is due next, as of the last change: to find it takes a walk through all that is kept. */
  #dueAt: number | undefined;

  private constructor(options: BillingServerOptions, store: BillingStore, events: EventStore) {
    const { tables } = store;
    this.#options = options;
    this.#store = store;
    this.billing = {
      tables,
      events,
      clock: options.clock,
      hasNeighbours: options.hasNeighbours === true,
      arrived: [],
      meters: new Map(),
      newId: randomUUID,
      idOf: (table, name) => freeId(tables, table, name),
      emit: (type, objectType, payload) => queueMessage(tables, { type, objectType, payload }),
      address: (path) => options.baseUrl + path,
    };
    const { baseUrl: issuer, signer, failed, retryAfterMs = lagoBackOff } = options;
    this.#courier = new Courier({ billing: this.billing, store, http: nodeHttp, issuer, signer, retryAfterMs, failed });
  }

  static async open(options: BillingServerOptions): Promise<BillingServer> {
    const store = await BillingStore.open(options.folder, options.files);
    const events = await EventStore.open(join(options.folder, EVENTS_FILE)).catch(async (error: unknown) => {
      await store.close();
      throw error;
    });
    const server = new BillingServer(options, store, events);
    await store.transact(() => foundOrganization(server.billing));
    server.billing.arrived.push(...unbilledEvents(server.billing));
    await server.catchUp();
    return server;
  }

  /** Answers one request, as of now: what has become due by then is done before it. */
  async answer(route: BillingRoute, call: Call): Promise<SandboxAnswer> {
    // What cannot be written now is tried again later; nobody is kept from reading by it.
    if (this.#isBehind) await this.#catchUp().catch(this.#options.failed);
    try {
      const waiting = this.billing.arrived.length;
      const answer = await this.#store.transact(() => route.handle(this.billing, call));
      if (this.billing.arrived.length > waiting) await this.#billArrived();
      return answer;
    } catch (error) {
      if (error instanceof BillingFault) return error.answer;
      throw error;
    } finally {
      this.#plan();
    }
  }

  /** Does what has become due by the clock's time. */
  async catchUp(): Promise<void> {
    await this.#catchUp();
    this.#plan();
  }

  /** The same and counted: what to call when the clock was moved. */
  async followClock(): Promise<CaughtUp> {
    const { billing } = this;
    const done = await this.#store.transact(() => counted(billing, () => catchUp(billing, billing.clock.now())));
    this.#plan();
    return done;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#courier.end();
    await this.#store.close();
    await this.billing.events.close();
  }

  async #catchUp(): Promise<void> {
    await this.#billArrived();
    await this.#store.transact(() => catchUp(this.billing, this.billing.clock.now()));
  }

  get #isBehind(): boolean {
    return this.billing.arrived.length > 0 || (this.#dueAt ?? Number.POSITIVE_INFINITY) <= this.billing.clock.now();
  }

  /** Bills accepted events whose charges are paid at once. Where that cannot be kept, it is tried again later. */
  async #billArrived(): Promise<void> {
    const { arrived, meters } = this.billing;
    const events = arrived.splice(0);
    if (events.length === 0) return;
    try {
      await this.#store.transact(() => billArrived(this.billing, events));
    } catch (error) {
      arrived.unshift(...events);
      meters.clear();
      throw error;
    }
  }

  #plan(): void {
    this.#courier.wake();
    clearTimeout(this.#timer);
    this.#dueAt = nextDue(this.billing);
    if (this.#dueAt === undefined) return;
    const wait = Math.min(LONGEST_WAIT_MS, Math.max(0, this.#dueAt - this.billing.clock.now()));
    this.#timer = setTimeout(() => void this.catchUp().catch(this.#options.failed), wait);
    this.#timer.unref();
  }
}
