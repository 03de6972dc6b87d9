import type { AdvanceMeter } from "../../../domain/billing/advance-meter.ts";
import type { Window } from "../../../domain/billing/window.ts";
import type { SubscriptionRecord } from "../records/subscription.ts";
import type { Price } from "./prices.ts";

/** One price of one subscription in one period: what a meter is kept for. */
export interface MeterSubject extends Price {
  readonly subscription: SubscriptionRecord;
  readonly window: Window;
}

/** A meter, and how many of the metric's events it has looked at, in the order of their arrival. */
export interface KeptMeter {
  readonly subject: MeterSubject;
  readonly meter: AdvanceMeter;
  position: number;
}
