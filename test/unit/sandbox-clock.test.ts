import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import {
  clockCaution,
  instantText,
  isOffset,
  offsetAfter,
  offsetInWords,
  readClockOrder,
} from "../../src/domain/sandbox-clock.ts";

const NOW = Date.parse("2026-11-22T08:00:00.400Z");
const still = { nowMs: NOW, offsetMs: 0 };
const DAY_MS = 86_400_000;

/** Where these words lead from this moment: the sandbox's time. */
function shownAfter(words: readonly string[], held = still): string {
  const order = readClockOrder(words);
  if (order.do === "show") throw new Error("nothing moves");
  return instantText(held.nowMs - held.offsetMs + offsetAfter(order, held));
}

function refusal(words: readonly string[]): AvbError {
  try {
    shownAfter(words);
  } catch (error) {
    if (error instanceof AvbError) return error;
  }
  throw new Error("nothing was refused");
}

test("without a word the clock is shown", () => {
  expect([readClockOrder([]), readClockOrder(["show"])]).toEqual([{ do: "show" }, { do: "show" }]);
});

test.each([
  ["2027-01-31", "2027-01-31T00:00:00Z"],
  ["2027-01-31T10:00:00Z", "2027-01-31T10:00:00Z"],
  ["2027-01-31T10:00Z", "2027-01-31T10:00:00Z"],
  ["2027-01-31t10:00:00z", "2027-01-31T10:00:00Z"],
  ["2027-01-31T10:00:00+02:00", "2027-01-31T08:00:00Z"],
  ["2028-02-29", "2028-02-29T00:00:00Z"],
])("set %s is %s", (date, instant) => {
  expect(readClockOrder(["set", date])).toEqual({ do: "set", toMs: Date.parse(instant) });
});

describe("what the clock cannot do is refused with 2, one sentence and a command", () => {
  test.each([
    [["set"], "set wants a date", "avb dev clock set 2027-01-31"],
    [["set", "tomorrow"], "'tomorrow' is no date", "avb dev clock set 2027-01-31"],
    [["set", "2027-02-30"], "there is no 2027-02-30 in the calendar", "avb dev clock set 2027-01-31"],
    [["set", "2027-02-29"], "there is no 2027-02-29 in the calendar", "avb dev clock set 2027-01-31"],
    [["set", "2027-13-01"], "there is no 2027-13-01 in the calendar", "avb dev clock set 2027-01-31"],
    [["set", "2027-01-31T25:00:00Z"], "names no instant", "avb dev clock set 2027-01-31T10:00:00Z"],
    [["set", "2027-01-31T10:00"], "does not say in which zone", "avb dev clock set 2027-01-31T10:00Z"],
    [["2027-01-31"], "a date follows the word set", "avb dev clock set 2027-01-31"],
    [["tomorrow"], "'tomorrow' is nothing the clock can do", "avb dev clock"],
    [["constructor"], "'constructor' is nothing the clock can do", "avb dev clock"],
    [["reset", "now"], "nothing may follow here, and 'now' does", "avb dev clock reset"],
    [["+1month", "2027-01-31"], "nothing may follow here", "avb dev clock +1month"],
    [["set", "2027-01-31", "x"], "nothing may follow here, and 'x' does", "avb dev clock set"],
    [["+1fortnight"], "is no step of time", "avb dev clock +1month"],
  ])("%j", (words, says, fix) => {
    const refused = refusal(words);
    expect([refused.code, refused.exitCode, refused.fixes[0]]).toEqual(["USAGE", 2, fix]);
    expect(refused.message).toContain(says);
  });

  test("a terminal's control characters do not come back", () => {
    expect(refusal(["\u001b[31mred"]).message).toContain("'\\u{1b}[31mred'");
  });

  test.each(["+11years", "-11years", "+999999999y", "+9999999weeks"])("beyond ten years: %s", (step) => {
    const refused = refusal([step]);
    expect(refused.message).toBe("the clock moves at most 10 years away from the real time");
    const [, , , ...fix] = (refused.fixes[0] ?? "").split(" ");
    expect(() => shownAfter(fix)).not.toThrow();
  });
});

test("ten years either way are never refused, whatever leap days lie between", () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2060, 0, 1) }), (real) => {
      for (const step of ["+10years", "-120months"])
        expect(isOffset(offsetAfter(asMove(step), { nowMs: real, offsetMs: 0 }))).toBe(true);
    }),
  );
});

test("a step leads on from where the sandbox is, not from the real time", () => {
  const moved = { nowMs: Date.parse("2027-01-31T08:00:00Z"), offsetMs: 70 * DAY_MS };
  expect(shownAfter(["+1month"], moved)).toBe("2027-02-28T08:00:00Z");
  expect(shownAfter(["-1day"], moved)).toBe("2027-01-30T08:00:00Z");
  expect(shownAfter(["reset"], moved)).toBe("2026-11-22T08:00:00Z");
});

test("an instant that is set has come, never almost: the offset is rounded up to a whole second", () => {
  const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2036, 0, 1) });
  fc.assert(
    fc.property(instant, instant, (real, toMs) => {
      fc.pre(Math.abs(toMs - real) < 9 * 366 * DAY_MS);
      const offset = offsetAfter({ do: "set", toMs }, { nowMs: real, offsetMs: 0 });
      expect(isOffset(offset)).toBe(true);
      expect(real + offset - toMs).toBeGreaterThanOrEqual(0);
      expect(real + offset - toMs).toBeLessThan(1000);
    }),
  );
});

test("+n then -n leaves the offset as it was, from wherever the clock stands", () => {
  const seconds = fc.integer({ min: -1_000_000, max: 1_000_000 });
  fc.assert(
    fc.property(seconds, fc.integer({ min: 0, max: 500 }), fc.constantFrom("s", "min", "h", "d"), (at, count, unit) => {
      const held = { nowMs: NOW + at * 1000, offsetMs: at * 1000 };
      const there = offsetAfter(asMove(`+${count}${unit}`), held);
      const back = offsetAfter(asMove(`-${count}${unit}`), { nowMs: NOW + there, offsetMs: there });
      expect(back).toBe(held.offsetMs);
    }),
  );
});

function asMove(step: string) {
  const order = readClockOrder([step]);
  if (order.do === "show") throw new Error("nothing moves");
  return order;
}

test("the offset in words says in which direction", () => {
  expect([offsetInWords(0), offsetInWords(30 * DAY_MS), offsetInWords(-3_600_000)]).toEqual([
    "the same as real time",
    "30 days ahead of real time",
    "1 hour behind real time",
  ]);
});

test("a moved clock is warned of with what it does to tokens, and the cure; one that is not moved is not", () => {
  expect(clockCaution(0)).toBeUndefined();
  expect(clockCaution(DAY_MS)).toMatch(/1 day ahead of real time.*tokens are not valid yet.*avb dev clock reset/);
  expect(clockCaution(-DAY_MS)).toMatch(/1 day behind real time.*tokens have expired.*avb dev clock reset/);
});
