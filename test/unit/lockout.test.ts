import { expect, test } from "vitest";
import { createLockout } from "../../src/sandbox/lockout.ts";

/** A lockout on a clock that can be moved, in seconds. */
function started() {
  let seconds = 1_000_000;
  const lockout = createLockout(() => seconds * 1000);
  const fail = (times: number) => {
    for (let time = 0; time < times; time += 1) lockout.failed("ann");
  };
  const later = (by: number) => {
    seconds += by;
  };
  return { lockout, fail, later };
}

test("the fifth failure locks for a minute, and for that account only", () => {
  const { lockout, fail, later } = started();
  fail(4);
  expect(lockout.isLocked("ann")).toBe(false);
  fail(1);
  expect([lockout.isLocked("ann"), lockout.isLocked("bob")]).toEqual([true, false]);
  later(59);
  expect(lockout.isLocked("ann")).toBe(true);
  later(1);
  expect(lockout.isLocked("ann")).toBe(false);
});

test("the count outlives the lock: each further failure locks again, a longer time after each five", () => {
  const { lockout, fail, later } = started();
  fail(5);
  later(60);
  fail(1);
  later(59);
  expect(lockout.isLocked("ann")).toBe(true);
  later(1);
  fail(4);
  later(119);
  expect(lockout.isLocked("ann")).toBe(true);
  later(1);
  expect(lockout.isLocked("ann")).toBe(false);
});

test("no lock is longer than a quarter of an hour", () => {
  const { lockout, fail, later } = started();
  fail(1000);
  later(899);
  expect(lockout.isLocked("ann")).toBe(true);
  later(1);
  expect(lockout.isLocked("ann")).toBe(false);
});

test("a sign-in and half a day without a failure begin the count anew", () => {
  const { lockout, fail, later } = started();
  fail(4);
  lockout.succeeded("ann");
  fail(4);
  expect(lockout.isLocked("ann")).toBe(false);
  later(43_201);
  fail(4);
  expect(lockout.isLocked("ann")).toBe(false);
});
