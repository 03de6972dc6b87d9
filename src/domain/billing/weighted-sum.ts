import { type Measured, type Metric, numberAt, type Usage } from "./aggregation.ts";
import { DAY_MS } from "./calendar.ts";
import { type Decimal, decimalOr0, divide, plus, times, ZERO } from "./decimal.ts";
import type { Measurements, Window } from "./window.ts";

/** Decimals of an average. */
const AVERAGE_DIGITS = 20;

/** What a level comes to on average over a period, second by second: each event raises or lowers it from its time on. */
export function weightedSum({ field_name }: Metric, { before, within }: Measurements, window: Window): Usage {
  const unitsOf = (event: Measured): Decimal | undefined => numberAt(event, field_name ?? "");
  let level = before.reduce((total, event) => plus(total, unitsOf(event) ?? ZERO), ZERO);
  let since = window.from;
  let area = ZERO;
  let events = 0;
  const holdUntil = (ms: number): void => {
    area = plus(area, times(level, decimalOr0(ms - since)));
    since = ms;
  };
  for (const event of within) {
    const value = unitsOf(event);
    if (value === undefined) continue;
    holdUntil(event.timestamp);
    level = plus(level, value);
    events += 1;
  }
  holdUntil(window.to + 1);
  const units = divide(area, decimalOr0(window.days * DAY_MS), AVERAGE_DIGITS, "ceil");
  return { units, events, added: [], standing: level };
}
