import { addMonths, type Day, dayOf, partsOf } from "./calendar.ts";

export const INTERVALS = ["weekly", "monthly", "quarterly", "semiannual", "yearly"] as const;

/** How often a plan is billed. */
export type Interval = (typeof INTERVALS)[number];

export const BILLING_TIMES = ["calendar", "anniversary"] as const;

/** Whether periods follow the calendar or the day of the subscription. */
export type BillingTime = (typeof BILLING_TIMES)[number];

/** When the periods of a subscription begin. */
export interface Schedule {
  readonly interval: Interval;
  readonly billingTime: BillingTime;
  /** The day the subscription was made for. */
  readonly anchor: Day;
}

/** A span of whole days, both of them included. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

export const daysIn = ({ from, to }: Period): number => Math.max(0, to - from + 1);

const MONTHS: Readonly<Record<Exclude<Interval, "weekly">, number>> = {
  monthly: 1,
  quarterly: 3,
  semiannual: 6,
  yearly: 12,
};

/** How many times a year each interval comes; plans are compared by what they cost in a year. */
export const PER_YEAR: Readonly<Record<Interval, number>> = {
  weekly: 52,
  monthly: 12,
  quarterly: 4,
  semiannual: 2,
  yearly: 1,
};

/** The period that holds a day. Periods follow each other without gap or overlap; an anchor on the 31st falls on shorter months' last day. */
export function periodAt(schedule: Schedule, day: Day): Period {
  if (schedule.interval === "weekly") return weekAt(schedule, day);
  const step = MONTHS[schedule.interval];
  const first = firstStart(schedule);
  const gap = monthsBetween(first, day);
  const guess = Math.floor(gap / step) * step;
  const from = addMonths(first, guess);
  return from <= day
    ? { from, to: addMonths(first, guess + step) - 1 }
    : { from: addMonths(first, guess - step), to: from - 1 };
}

/** A period's start from which all others are counted; on the calendar that is the first of January. */
function firstStart({ billingTime, anchor }: Schedule): Day {
  return billingTime === "anniversary" ? anchor : dayOf({ year: partsOf(anchor).year, month: 1, day: 1 });
}

function monthsBetween(from: Day, to: Day): number {
  const [a, b] = [partsOf(from), partsOf(to)];
  return (b.year - a.year) * 12 + (b.month - a.month);
}

/** Day 4 of the era, 1970-01-05, was a Monday. */
const A_MONDAY = 4;

function weekAt({ billingTime, anchor }: Schedule, day: Day): Period {
  const first = billingTime === "anniversary" ? anchor : A_MONDAY;
  const from = first + Math.floor((day - first) / 7) * 7;
  return { from, to: from + 6 };
}
