import { addMonths, DAY_MS } from "./billing/calendar.ts";
import { AvbError } from "./errors/avb-error.ts";
import { printable } from "./printable.ts";

/** A step of time: so many milliseconds, or so many months of the calendar. Negative ones lead back. */
export type TimeStep = { readonly ms: number } | { readonly months: number };

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Units as a person writes them, in the singular; a bare `m` would be a minute to one and a month to another. */
const UNITS: Readonly<Record<string, TimeStep>> = {
  s: { ms: SECOND_MS },
  sec: { ms: SECOND_MS },
  second: { ms: SECOND_MS },
  min: { ms: MINUTE_MS },
  minute: { ms: MINUTE_MS },
  h: { ms: HOUR_MS },
  hour: { ms: HOUR_MS },
  d: { ms: DAY_MS },
  day: { ms: DAY_MS },
  w: { ms: 7 * DAY_MS },
  week: { ms: 7 * DAY_MS },
  month: { months: 1 },
  quarter: { months: 3 },
  y: { months: 12 },
  year: { months: 12 },
};

const STEP = /^([+-])(\d{1,9}) ?([a-z]+)$/i;
const SHOWN = 40;

/** A step such as `+1month`, `+36h` or `-1day`; USAGE (2) for anything else. */
export function readStep(text: string): TimeStep {
  const [, sign = "", digits = "", word = ""] = STEP.exec(text) ?? [];
  const unit = unitNamed(word.toLowerCase());
  if (unit === undefined) throw noStep(text, word);
  const count = Number(`${sign}${digits}`);
  return "ms" in unit ? { ms: unit.ms * count } : { months: unit.months * count };
}

function unitNamed(word: string): TimeStep | undefined {
  const singular = word.length > 1 && word.endsWith("s") ? word.slice(0, -1) : word;
  return Object.hasOwn(UNITS, singular) ? UNITS[singular] : undefined;
}

function noStep(text: string, word: string): AvbError {
  const shown = printable(text, SHOWN);
  const what =
    word.toLowerCase() === "m"
      ? `'${shown}' may mean minutes or months; a step of time is +90min or +1month`
      : `'${shown}' is no step of time; that is + or -, a whole number, and s, min, h, d, w, month, quarter or year`;
  const help = word.toLowerCase() === "m" ? text.replace(/m$/i, "month") : "+1month";
  return AvbError.of("USAGE", { what, help: `avb dev clock ${help}` });
}

/**
 * The instant a step leads to (milliseconds since 1970). Months go by the calendar of UTC and keep the time of day; where a month
 * is too short for the day, its last one is taken. UTC has no summer time, so a day is always one of 24 hours.
 */
export function stepped(fromMs: number, step: TimeStep): number {
  if ("ms" in step) return fromMs + step.ms;
  const day = Math.floor(fromMs / DAY_MS);
  const there = addMonths(day, step.months);
  // A year that no calendar has.
  if (Number.isNaN(there)) return step.months * Number.POSITIVE_INFINITY;
  return there * DAY_MS + (fromMs - day * DAY_MS);
}

const PARTS = [
  ["day", DAY_MS],
  ["hour", HOUR_MS],
  ["minute", MINUTE_MS],
  ["second", SECOND_MS],
] as const;

/** A length of time in words, by its two largest units: `31 days`, `1 day 12 hours`; below a second `0 seconds`. */
export function lengthInWords(ms: number): string {
  let left = Math.abs(ms);
  const words = PARTS.flatMap(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? [] : [`${count} ${unit}${count === 1 ? "" : "s"}`];
  });
  return words.slice(0, 2).join(" ") || "0 seconds";
}
