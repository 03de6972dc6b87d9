import { type Advance, AdvanceMeter } from "../../../domain/billing/advance-meter.ts";
import type { Billing } from "../billing.ts";
import type { UsageEvent } from "../storage/event-store.ts";
import type { KeptMeter, MeterSubject } from "./kept-meter.ts";
import { amountOf, priceFor } from "./prices.ts";

/** A meter that knows what its period began with, and no event of it. */
export const meterAtStart = (billing: Billing, subject: MeterSubject): AdvanceMeter =>
  freshMeter(billing, subject).meter;

/** A meter that has taken every event which is there. */
export function meterUntilNow(billing: Billing, subject: MeterSubject): AdvanceMeter {
  const kept = freshMeter(billing, subject);
  const events = arrivals(billing, subject);
  while (kept.position < events.length) takeNext(kept, events);
  return kept.meter;
}

/** What an event adds to what its period costs; undefined where it counts for nothing. Events that came before it are taken first. */
export function advanceBy(billing: Billing, subject: MeterSubject, event: UsageEvent): Advance | undefined {
  const kept = keptMeter(billing, subject);
  const events = arrivals(billing, subject);
  while (kept.position < events.length && events[kept.position] !== event) takeNext(kept, events);
  return takeNext(kept, events);
}

/** The same for an event that is not there; nothing is kept. */
export const advanceIf = (billing: Billing, subject: MeterSubject, event: UsageEvent): Advance | undefined =>
  meterUntilNow(billing, subject).take(event);

const arrivals = ({ events }: Billing, { subscription, metric }: MeterSubject): readonly UsageEvent[] =>
  events.arrivals(subscription.external_id, metric.code);

/** The meter goes on from event to event, unless its charge was changed in between. */
function keptMeter(billing: Billing, subject: MeterSubject): KeptMeter {
  const { subscription, charge, filter, window } = subject;
  const key = [subscription.lago_id, charge.lago_id, filter?.lago_id ?? "", window.from].join(" ");
  const held = billing.meters.get(key);
  if (held?.subject.charge === charge) return held;
  const made = freshMeter(billing, subject);
  billing.meters.set(key, made);
  return made;
}

function freshMeter(billing: Billing, subject: MeterSubject): KeptMeter {
  const { metric, charge, window, subscription } = subject;
  const span = { from: Number.NEGATIVE_INFINITY, to: window.from - 1 };
  const carried = metric.recurring ? billing.events.between(subscription.external_id, metric.code, span) : [];
  const meter = new AdvanceMeter({
    metric,
    window,
    prorated: charge.prorated ?? false,
    carried: carried.filter((event) => isPricedBy(subject, event)),
    price: (usage) => amountOf(subject, usage),
  });
  return { subject, meter, position: 0 };
}

function takeNext(kept: KeptMeter, events: readonly UsageEvent[]): Advance | undefined {
  const { subject, meter } = kept;
  const event = events[kept.position];
  kept.position += 1;
  if (event === undefined || event.timestamp < subject.window.from || event.timestamp > subject.window.to)
    return undefined;
  return isPricedBy(subject, event) ? meter.take(event) : undefined;
}

const isPricedBy = (subject: MeterSubject, event: UsageEvent): boolean =>
  priceFor(subject, event).filter?.lago_id === subject.filter?.lago_id;
