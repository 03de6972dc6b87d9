import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { instantText } from "../../src/domain/sandbox-clock.ts";
import { lengthInWords, readStep, stepped } from "../../src/domain/time-steps.ts";

const after = (from: string, step: string) => instantText(stepped(Date.parse(from), readStep(step)));

test.each([
  ["+90s", 90_000],
  ["+2sec", 2_000],
  ["+1second", 1_000],
  ["+90min", 5_400_000],
  ["-1minute", -60_000],
  ["+36h", 129_600_000],
  ["+1 hour", 3_600_000],
  ["-1day", -86_400_000],
  ["+3days", 259_200_000],
  ["+3D", 259_200_000],
  ["+2weeks", 1_209_600_000],
  ["+1w", 604_800_000],
])("%s is %i milliseconds", (text, ms) => expect(readStep(text)).toEqual({ ms }));

test.each([
  ["+1month", 1],
  ["-3months", -3],
  ["+2quarters", 6],
  ["+1year", 12],
  ["+1y", 12],
])("%s is %i months of the calendar", (text, months) => expect(readStep(text)).toEqual({ months }));

test.each(["1month", "+month", "+1", "+1.5h", "+1mnth", "+-1day", "+1day2h", "", "+1 ", "+constructor", "+1__proto__"])(
  "'%s' is no step, and the sentence says what is",
  (text) => {
    expect(() => readStep(text)).toThrow(/is no step of time; that is \+ or -/);
  },
);

test("a bare m is neither minutes nor months, and the fix can be pasted", () => {
  const refused = refusal(() => readStep("+12m"));
  expect(refused.message).toContain("may mean minutes or months");
  expect([refused.exitCode, refused.fixes]).toEqual([2, ["avb dev clock +12month"]]);
});

function refusal(work: () => unknown): AvbError {
  try {
    work();
  } catch (error) {
    if (error instanceof AvbError) return error;
  }
  throw new Error("nothing was refused");
}

describe("a month", () => {
  test.each([
    ["2027-01-31T10:00:00Z", "+1month", "2027-02-28T10:00:00Z"],
    ["2028-01-31T10:00:00Z", "+1month", "2028-02-29T10:00:00Z"],
    ["2027-01-31T23:59:59Z", "+3months", "2027-04-30T23:59:59Z"],
    ["2027-11-30T00:00:00Z", "+3months", "2028-02-29T00:00:00Z"],
    ["2027-03-31T00:00:00Z", "-1month", "2027-02-28T00:00:00Z"],
    ["2028-02-29T12:00:00Z", "+1year", "2029-02-28T12:00:00Z"],
    ["2027-12-15T00:00:00Z", "+1month", "2028-01-15T00:00:00Z"],
    ["2027-01-15T00:00:00Z", "-1quarter", "2026-10-15T00:00:00Z"],
  ])("ends with its last day: %s %s is %s", (from, step, to) => expect(after(from, step)).toBe(to));

  test("keeps the day and the time wherever the month has that day", () => {
    const day = fc.integer({ min: 1, max: 28 });
    const time = fc.integer({ min: 0, max: 86_399_999 });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 240 }),
        day,
        time,
        fc.integer({ min: -60, max: 60 }),
        (month, d, ms, by) => {
          const from = Date.UTC(2020, month, d) + ms;
          expect(stepped(from, { months: by })).toBe(Date.UTC(2020, month + by, d) + ms);
        },
      ),
    );
  });
});

test("a day has 24 hours also where summer time begins or ends somewhere", () => {
  expect(after("2027-03-27T12:00:00Z", "+1day")).toBe("2027-03-28T12:00:00Z");
  expect(after("2027-10-30T23:30:00Z", "+24h")).toBe(after("2027-10-30T23:30:00Z", "+1day"));
});

test("units of a fixed length lead back exactly: +n then -n", () => {
  const units = fc.constantFrom("s", "min", "h", "d", "w");
  const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2060, 0, 1) });
  fc.assert(
    fc.property(instant, fc.integer({ min: 0, max: 99_999 }), units, (from, count, unit) => {
      const there = stepped(from, readStep(`+${count}${unit}`));
      expect(stepped(there, readStep(`-${count}${unit}`))).toBe(from);
    }),
  );
});

test("n months at once are n single ones from any day that each month has", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 0, max: 48 }), (day, count) => {
      const from = Date.UTC(2026, 0, day, 7, 30);
      let one = from;
      for (let month = 0; month < count; month += 1) one = stepped(one, { months: 1 });
      expect(one).toBe(stepped(from, { months: count }));
    }),
  );
});

test("a year that no calendar has is infinitely far", () => {
  expect(stepped(0, readStep("+999999999years"))).toBe(Number.POSITIVE_INFINITY);
  expect(stepped(0, readStep("-999999999years"))).toBe(Number.NEGATIVE_INFINITY);
});

test.each([
  [0, "0 seconds"],
  [999, "0 seconds"],
  [1_000, "1 second"],
  [90_000, "1 minute 30 seconds"],
  [-129_600_000, "1 day 12 hours"],
  [2_592_000_000, "30 days"],
  [86_400_000 + 5_000, "1 day 5 seconds"],
  [86_400_000 + 3_600_000 + 60_000, "1 day 1 hour"],
])("%i ms are %s", (ms, words) => expect(lengthInWords(ms)).toBe(words));
