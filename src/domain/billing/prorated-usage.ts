import {
  aggregate,
  isRemoval,
  type Measured,
  type Metric,
  type Move,
  type Moves,
  nameAt,
  numberAt,
  presentAfter,
  type Usage,
} from "./aggregation.ts";
import { type Day, dayIn } from "./calendar.ts";
import { type Decimal, decimalOr0, divide, isZero, negated, plus, times, ZERO } from "./decimal.ts";
import type { Measurements, Window } from "./window.ts";

/** Decimals of a count of units that was divided over days; what is beyond is rounded up. */
const UNIT_DIGITS = 5;

const ONE: Decimal = { digits: 1n, scale: 0 };

/** Units that are paid for the days of the period on which they are there; of a sum or a count of unique values. */
export function proratedUsage(metric: Metric, events: Measurements, window: Window): Usage {
  const isUnique = metric.aggregation_type === "unique_count_agg";
  const list = isUnique ? uniqueMoves(metric, events, window) : sumMoves(metric, events, window);
  const moves = { list, days: window.days };
  const { added: _, ...full } = aggregate({ ...metric, aggregation_type: isUnique ? "unique_count_agg" : "sum_agg" }, [
    ...events.before,
    ...events.within,
  ]);
  return { ...full, added: [], priced: paidUnits(moves), moves };
}

/** Units by their share of the period's days. */
export function paidUnits({ list, days }: Moves): Decimal {
  const unitDays = list.reduce((total, move) => plus(total, times(move.units, decimalOr0(move.days))), ZERO);
  return divide(unitDays, decimalOr0(days), UNIT_DIGITS, "ceil");
}

/** The days from an instant's own to the window's last, both of them counted. */
export const daysLeft = (ms: number, { to, zone }: Window): number => dayIn(to, zone) - dayIn(ms, zone) + 1;

function sumMoves({ field_name }: Metric, { before, within }: Measurements, window: Window): readonly Move[] {
  const unitsOf = (event: Measured): Decimal | undefined => numberAt(event, field_name ?? "");
  const carried = before.reduce((total, event) => plus(total, unitsOf(event) ?? ZERO), ZERO);
  const first = isZero(carried) ? [] : [{ units: carried, days: daysLeft(window.from, window) }];
  const added = within.flatMap((event) => {
    const units = unitsOf(event);
    return units === undefined ? [] : [{ units, days: daysLeft(event.timestamp, window) }];
  });
  return [...first, ...added];
}

/** A value that is there: its move, whose days are known once it goes, and the day it is paid for from. */
interface Stay {
  readonly at: number;
  readonly from: Day;
}

/** A value is paid for each day on which it was there at any time, however often it came and went on that day. */
function uniqueMoves({ field_name }: Metric, { before, within }: Measurements, window: Window): readonly Move[] {
  const moves: Move[] = [];
  const staying = new Map<string, Stay>();
  const paidThrough = new Map<string, Day>();
  const arrive = (value: string, day: Day): void => {
    if (staying.has(value)) return;
    staying.set(value, { at: moves.length, from: Math.max(day, (paidThrough.get(value) ?? day - 1) + 1) });
    moves.push({ units: ONE, days: 0 });
  };
  const leave = (value: string, day: Day, isGone: boolean): void => {
    const stay = staying.get(value);
    if (stay === undefined) return;
    moves[stay.at] = { units: ONE, days: Math.max(0, day - stay.from + 1) };
    paidThrough.set(value, Math.max(day, stay.from - 1));
    staying.delete(value);
    if (isGone) moves.push({ units: negated(ONE), days: 0 });
  };
  const first = dayIn(window.from, window.zone);
  for (const value of presentAfter(before, field_name ?? "")) arrive(value, first);
  for (const event of within) {
    const value = nameAt(event, field_name ?? "");
    if (value === undefined) continue;
    const day = dayIn(event.timestamp, window.zone);
    if (isRemoval(event)) leave(value, day, true);
    else arrive(value, day);
  }
  for (const value of [...staying.keys()]) leave(value, dayIn(window.to, window.zone), false);
  return moves;
}
