import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addMonths, dayIn, dayOf, dayText, endOf, startOf } from "../../src/domain/billing/calendar.ts";
import { BILLING_TIMES, daysIn, INTERVALS, periodAt } from "../../src/domain/billing/periods.ts";
import { shareOf } from "../../src/domain/billing/proration.ts";

const ZONES = [
  "UTC",
  "Europe/Paris",
  "America/New_York",
  "America/Havana",
  "Asia/Beirut",
  "Asia/Amman",
  "Africa/Cairo",
];
const day = fc.integer({
  min: dayOf({ year: 2016, month: 1, day: 1 }),
  max: dayOf({ year: 2032, month: 12, day: 31 }),
});
const schedule = fc.record({
  interval: fc.constantFrom(...INTERVALS),
  billingTime: fc.constantFrom(...BILLING_TIMES),
  anchor: day,
});
const on = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
const shown = ({ from, to }: { from: number; to: number }) => `${dayText(from)} to ${dayText(to)}`;

describe("billing periods", () => {
  test("every day lies in exactly one period, and periods follow each other without gap or overlap", () => {
    fc.assert(
      fc.property(schedule, day, (plan, today) => {
        const period = periodAt(plan, today);
        expect(period.from).toBeLessThanOrEqual(today);
        expect(period.to).toBeGreaterThanOrEqual(today);
        expect(periodAt(plan, period.to)).toEqual(period);
        expect(periodAt(plan, period.to + 1).from).toBe(period.to + 1);
        expect(periodAt(plan, period.from - 1).to).toBe(period.from - 1);
      }),
    );
  });

  test("an anniversary begins on the subscription's own day of the month or, in shorter months, on the last", () => {
    const plan = { interval: "monthly", billingTime: "anniversary", anchor: on("2027-01-31") } as const;
    expect(shown(periodAt(plan, on("2027-01-31")))).toBe("2027-01-31 to 2027-02-27");
    expect(shown(periodAt(plan, on("2027-03-01")))).toBe("2027-02-28 to 2027-03-30");
    expect(shown(periodAt(plan, on("2028-02-29")))).toBe("2028-02-29 to 2028-03-30");
    const leap = { interval: "yearly", billingTime: "anniversary", anchor: on("2028-02-29") } as const;
    expect(shown(periodAt(leap, on("2029-06-01")))).toBe("2029-02-28 to 2030-02-27");
  });

  test("the calendar's weeks begin on Monday, its quarters in January, April, July and October", () => {
    const at = (interval: (typeof INTERVALS)[number], text: string) =>
      shown(periodAt({ interval, billingTime: "calendar", anchor: on("2026-11-22") }, on(text)));
    expect(at("weekly", "2026-11-22")).toBe("2026-11-16 to 2026-11-22");
    expect(at("monthly", "2028-02-10")).toBe("2028-02-01 to 2028-02-29");
    expect(at("quarterly", "2026-11-22")).toBe("2026-10-01 to 2026-12-31");
    expect(at("semiannual", "2025-03-01")).toBe("2025-01-01 to 2025-06-30");
    expect(at("yearly", "2026-11-22")).toBe("2026-01-01 to 2026-12-31");
  });
});

describe("days of a time zone", () => {
  test.each(ZONES)(
    "in %s begin at the first instant that shows them, also where clocks skip or repeat midnight",
    (zone) => {
      fc.assert(
        fc.property(day, (today) => {
          const start = startOf(today, zone);
          expect(dayIn(start, zone)).toBe(today);
          expect(dayIn(start - 1, zone)).toBe(today - 1);
          expect(dayIn(endOf(today, zone), zone)).toBe(today);
        }),
        { numRuns: 60 },
      );
    },
  );

  test("a day that loses its first hour begins at one o'clock", () => {
    expect(new Date(startOf(on("2026-04-24"), "Africa/Cairo")).toISOString()).toBe("2026-04-23T22:00:00.000Z");
    expect(new Date(startOf(on("2026-03-08"), "America/Havana")).toISOString()).toBe("2026-03-08T05:00:00.000Z");
  });
});

describe("a share of a period", () => {
  const period = { from: on("2026-11-01"), to: on("2026-11-30") };

  test("is the whole amount for all its days and the day's price for each of some", () => {
    expect(shareOf({ amountCents: 2999, period, billed: period })).toBe(2999);
    expect(shareOf({ amountCents: 3000, period, billed: { from: on("2026-11-22"), to: period.to } })).toBe(900);
    expect(shareOf({ amountCents: 1000, period, billed: { from: period.from, to: period.from } })).toBe(33);
  });

  test("leaves the trial out", () => {
    expect(shareOf({ amountCents: 3000, period, billed: period, trialEnds: on("2026-11-21") })).toBe(1000);
    expect(shareOf({ amountCents: 3000, period, billed: period, trialEnds: on("2026-12-05") })).toBe(0);
  });

  test("and the share of the other days make up the amount, give or take the rounding of a cent", () => {
    fc.assert(
      fc.property(schedule, day, fc.nat(1_000_000), (plan, today, amountCents) => {
        const whole = periodAt(plan, today);
        const before = shareOf({ amountCents, period: whole, billed: { from: whole.from, to: today - 1 } });
        const after = shareOf({ amountCents, period: whole, billed: { from: today, to: whole.to } });
        expect(Math.abs(before + after - amountCents)).toBeLessThanOrEqual(1);
        expect(daysIn(whole)).toBeGreaterThan(6);
      }),
    );
  });
});

test("months are added up to the month's last day", () => {
  expect(dayText(addMonths(on("2026-12-31"), 2))).toBe("2027-02-28");
  expect(dayText(addMonths(on("2026-01-15"), -1))).toBe("2025-12-15");
});
