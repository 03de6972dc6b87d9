import type { PriceRange } from "../../src/domain/billing/range-prices.ts";

/** An event on a day of the period (0 is the first), or before it where that is below zero. Values are whole. */
export interface DayEvent {
  readonly day: number;
  readonly v: number;
  readonly isRemoval: boolean;
}

const daysOf = (days: number) => Array.from({ length: days }, (_, day) => day);

const total = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Unit-days of a sum: what stands on each day, day by day. */
export const sumUnitDays = (events: readonly DayEvent[], days: number): number =>
  total(daysOf(days).map((today) => total(events.filter(({ day }) => day <= today).map(({ v }) => v))));

/** Unit-days of unique values: on each day, those that were there at any time of it. */
export function uniqueUnitDays(events: readonly DayEvent[], days: number): number {
  const values = [...new Set(events.map(({ v }) => v))];
  const isThere = (value: number, today: number): boolean => {
    const mine = events.filter(({ v }) => v === value);
    const overnight = mine.findLast(({ day }) => day < today);
    const wasThere = overnight !== undefined && !overnight.isRemoval;
    return wasThere || mine.some(({ day, isRemoval }) => day === today && !isRemoval);
  };
  return total(daysOf(days).map((today) => values.filter((value) => isThere(value, today)).length));
}

/** A sum's price by ranges, in ten-thousandths times days: each single unit is in the range of its place in the queue. */
export function graduatedUnitDays(ranges: readonly PriceRange[], events: readonly DayEvent[], days: number) {
  const priceOfUnit = (place: number): number => {
    const range = ranges.find(({ to_value }) => to_value === null || place <= to_value);
    return Math.round(Number(range?.per_unit_amount) * 10_000);
  };
  const carried = total(events.filter(({ day }) => day < 0).map(({ v }) => v));
  const steps = [{ day: 0, v: carried }, ...events.filter(({ day }) => day >= 0)];
  let held = 0;
  let amount = 0;
  let highest = 0;
  for (const { day, v } of steps) {
    for (let moved = 0; moved < Math.abs(v); moved += 1) {
      if (v > 0) held += 1;
      amount += Math.sign(v) * priceOfUnit(held) * (days - day);
      if (v < 0) held -= 1;
    }
    highest = Math.max(highest, held);
  }
  const flats = ranges.filter((_, at) => highest > (at === 0 ? 0 : Number(ranges[at - 1]?.to_value)));
  return { amount, held, flat: total(flats.map(({ flat_amount }) => Math.round(Number(flat_amount) * 10_000))) };
}
