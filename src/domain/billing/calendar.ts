/** A calendar day, counted from 1970-01-01. */
export type Day = number;

/** Milliseconds of a day of 24 hours. */
export const DAY_MS = 86_400_000;

/** A calendar date; months are 1 to 12. */
export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The day of a date; a day beyond the month's end becomes its last one. */
export function dayOf({ year, month, day }: DateParts): Day {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return Date.UTC(year, month - 1, Math.min(day, last)) / DAY_MS;
}

export function partsOf(day: Day): DateParts {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** `2026-01-31`. */
export const dayText = (day: Day): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The same day of the month that many months later, or that month's last. */
export function addMonths(day: Day, months: number): Day {
  const { year, month, day: dayOfMonth } = partsOf(day);
  const count = year * 12 + (month - 1) + months;
  return dayOf({ year: Math.floor(count / 12), month: (((count % 12) + 12) % 12) + 1, day: dayOfMonth });
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  clocks.set(timeZone, clock);
  return clock;
}

/** True for a time zone that this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    clockOf(name);
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds that the zone's clocks are ahead of UTC at an instant. */
function offsetAt(ms: number, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(ms);
  const at = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second"));
  return local - Math.floor(ms / 1000) * 1000;
}

/** The day that the zone's calendars show at an instant (milliseconds since 1970). */
export function dayIn(ms: number, timeZone: string): Day {
  return Math.floor((timeZone === "UTC" ? ms : ms + offsetAt(ms, timeZone)) / DAY_MS);
}

/** The first instant of a day in a zone, also where clocks skip or repeat midnight. */
export function startOf(day: Day, timeZone: string): number {
  const midnight = day * DAY_MS;
  if (timeZone === "UTC") return midnight;
  const around = [midnight - DAY_MS, midnight + DAY_MS].map((ms) => midnight - offsetAt(ms, timeZone));
  const candidates = around.sort((a, b) => a - b);
  return candidates.find((ms) => dayIn(ms, timeZone) === day) ?? candidates[0] ?? midnight;
}

/** The last millisecond of a day in a zone. */
export const endOf = (day: Day, timeZone: string): number => startOf(day + 1, timeZone) - 1;
