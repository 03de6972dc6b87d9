import { isEventsLine, strangeLine } from "../../../domain/billing-files.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { readJson } from "../../../domain/shape.ts";
import { AppendLog } from "./append-log.ts";

/** A usage event. Times are milliseconds since 1970. */
export class UsageEvent {
  readonly subscription: string;
  readonly code: string;
  readonly transaction: string;
  readonly timestamp: number;
  readonly received: number;
  readonly properties: Readonly<Record<string, unknown>>;

  constructor(facts: EventFacts, received: number) {
    this.subscription = facts.subscription;
    this.code = facts.code;
    this.transaction = facts.transaction;
    this.timestamp = facts.timestamp;
    this.received = received;
    this.properties = facts.properties;
  }
}

/** What a client says of an event. */
export interface EventFacts {
  /** The external id of the subscription; it need not exist (yet). */
  readonly subscription: string;
  readonly code: string;
  readonly transaction: string;
  readonly timestamp: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Held {
  readonly byTransaction: Map<string, UsageEvent>;
  readonly byCode: Map<string, UsageEvent[]>;
}

/** Every usage event, by subscription and metric. An accepted event is on the disk, once. */
export class EventStore {
  readonly #bySubscription = new Map<string, Held>();
  /** One copy of each subscription id and code, which thousands of events share. */
  readonly #words = new Map<string, string>();
  #log!: AppendLog;
  #count = 0;

  /** Reads the events that are kept; STATE_CORRUPT names a line that is none of avb's. */
  static async open(path: string): Promise<EventStore> {
    const store = new EventStore();
    store.#log = await AppendLog.open({ path, found: (line, number) => store.#read(line, { path, number }) });
    return store;
  }

  get count(): number {
    return this.#count;
  }

  has(subscription: string, transaction: string): boolean {
    return this.#bySubscription.get(subscription)?.byTransaction.has(transaction) ?? false;
  }

  /** Keeps events that are all new; resolves when they are on the disk. */
  async add(facts: readonly EventFacts[], received: number): Promise<readonly UsageEvent[]> {
    const events = facts.map((one) => this.#hold(one, received));
    const stored = facts.map((one) => [one.subscription, one.code, one.transaction, one.timestamp, one.properties]);
    await this.#log.append(JSON.stringify([received, ...stored]), () => {
      for (const event of events.toReversed()) this.#forget(event);
    });
    return events;
  }

  /** Resolves when what was added so far is on the disk: before that, nobody may be told that an event is known. */
  flushed(): Promise<void> {
    return this.#log.flushed();
  }

  /** The events of a metric from an instant to before another, by time and then by arrival. */
  between(subscription: string, code: string, span: { readonly from: number; readonly to: number }): UsageEvent[] {
    const events = this.#bySubscription.get(subscription)?.byCode.get(code) ?? [];
    const inside = events.filter(({ timestamp }) => timestamp >= span.from && timestamp <= span.to);
    return inside.sort((a, b) => a.timestamp - b.timestamp);
  }

  /** The events of a metric in the order of their arrival. */
  arrivals(subscription: string, code: string): readonly UsageEvent[] {
    return this.#bySubscription.get(subscription)?.byCode.get(code) ?? [];
  }

  /** The newest event of that transaction id, whichever its subscription. */
  find(transaction: string): UsageEvent | undefined {
    let found: UsageEvent | undefined;
    for (const { byTransaction } of this.#bySubscription.values()) {
      const event = byTransaction.get(transaction);
      if (event !== undefined && event.received >= (found?.received ?? 0)) found = event;
    }
    return found;
  }

  /** Events of one subscription, or of all, in the order of their arrival. */
  *list(subscription?: string): Generator<UsageEvent> {
    for (const [id, { byTransaction }] of this.#bySubscription)
      if (subscription === undefined || subscription === id) yield* byTransaction.values();
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  #read(line: string, { path, number }: { readonly path: string; readonly number: number }): void {
    const kept = readJson(line, isEventsLine);
    if (kept === undefined) throw AvbError.of("STATE_CORRUPT", { path, why: strangeLine(number) });
    const [received, ...events] = kept;
    for (const [subscription, code, transaction, timestamp, properties] of events)
      this.#hold({ subscription, code, transaction, timestamp, properties }, received);
  }

  #hold(facts: EventFacts, received: number): UsageEvent {
    const shared = { ...facts, subscription: this.#word(facts.subscription), code: this.#word(facts.code) };
    const event = new UsageEvent(shared, received);
    const held = entry(this.#bySubscription, event.subscription, () => ({
      byTransaction: new Map(),
      byCode: new Map(),
    }));
    held.byTransaction.set(event.transaction, event);
    entry(held.byCode, event.code, () => []).push(event);
    this.#count += 1;
    return event;
  }

  /** Only ever the newest events, the last one first: so each is the last of its list. */
  #forget(event: UsageEvent): void {
    const held = this.#bySubscription.get(event.subscription);
    held?.byTransaction.delete(event.transaction);
    held?.byCode.get(event.code)?.pop();
    this.#count -= 1;
  }

  #word(text: string): string {
    return entry(this.#words, text, () => text);
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
