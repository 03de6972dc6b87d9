import type { Day } from "./calendar.ts";
import { decimalOr0, divide, times, toWhole } from "./decimal.ts";
import { daysIn, type Period } from "./periods.ts";

/** A plan's amount for some days of one of its periods. */
export interface SubscriptionShare {
  readonly amountCents: number;
  /** The whole period. */
  readonly period: Period;
  /** The days of it that are billed. */
  readonly billed: Period;
  /** The first day after the trial, where there is one. */
  readonly trialEnds?: Day | undefined;
}

/** The cents of a subscription fee: the amount divided over the period's days, for the billed days that the trial leaves. */
export function shareOf({ amountCents, period, billed, trialEnds }: SubscriptionShare): number {
  const from = Math.max(billed.from, period.from, trialEnds ?? billed.from);
  const days = daysIn({ from, to: Math.min(billed.to, period.to) });
  return toWhole(divide(times(decimalOr0(amountCents), decimalOr0(days)), decimalOr0(daysIn(period)), 0));
}
