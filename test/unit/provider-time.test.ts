import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { secondsAhead, toProviderTime, toSandboxTime } from "../../src/sandbox/oidc/provider-time.ts";

const START = Date.UTC(2026, 10, 22);
const seconds = (ms: number) => Math.floor(ms / 1000);
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

/** What the provider gets back after so long (ms) of what it made now, its clock moved in between from one offset to the other. */
function keptFor(ms: number, [before, after]: readonly [number, number], madeAt = START) {
  vi.setSystemTime(madeAt);
  const made = { iat: seconds(madeAt), exp: seconds(madeAt) + 300, loginTs: seconds(madeAt) - 60 };
  const kept = toSandboxTime(
    made,
    secondsAhead(() => Date.now() + before),
  );
  vi.setSystemTime(madeAt + ms);
  return {
    made,
    kept,
    found: toProviderTime(
      kept,
      secondsAhead(() => Date.now() + after),
    ),
  };
}

test("what is kept has the sandbox's time, and time that was skipped has passed for the provider too", () => {
  const { made, kept, found } = keptFor(5000, [0, 120_000]);
  expect(kept).toEqual(made);
  expect(found).toEqual({ iat: made.iat - 120, exp: made.exp - 120, loginTs: made.loginTs - 120 });
  expect(keptFor(0, [86_400_000, 86_400_000]).kept.iat).toBe(made.iat + 86_400);
});

test("while the clock is not moved again the provider finds what it made, to the second", () => {
  const offset = fc.integer({ min: -300_000_000, max: 300_000_000 }).map((whole) => whole * 1000);
  fc.assert(
    fc.property(offset, fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 3_600_000 }), (by, part, ms) => {
      const { made, found } = keptFor(ms, [by, by], START + part);
      expect(found).toEqual(made);
    }),
  );
});

test("nothing ever comes back as made later than now, whatever fraction of a second the clocks are apart", () => {
  const offset = fc.integer({ min: -300_000_000_000, max: 300_000_000_000 });
  fc.assert(
    fc.property(offset, fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 2000 }), (by, part, ms) => {
      const { made, found } = keptFor(ms, [by, by], START + part);
      expect(found.iat).toBeLessThanOrEqual(seconds(Date.now()));
      expect(Math.abs((found.iat ?? 0) - made.iat)).toBeLessThanOrEqual(1);
    }),
  );
});

test("members that are no instants, and those that are not there, stay as they are", () => {
  const payload = { grantId: "g", userCode: "A", consumed: 7, iat: 100 };
  expect(toSandboxTime(payload, 5)).toEqual({ ...payload, iat: 105 });
  expect(toProviderTime(payload, 0)).toBe(payload);
});
