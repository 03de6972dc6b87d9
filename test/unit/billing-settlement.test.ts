import fc from "fast-check";
import { expect, test } from "vitest";
import { decimal, divide, minus, plus, roundTo, times, toText } from "../../src/domain/billing/decimal.ts";
import { type CouponRight, settle } from "../../src/domain/billing/settlement.ts";

const coupon = (id: string, over: Partial<CouponRight>): CouponRight => ({
  id,
  percentageRate: null,
  remainingCents: null,
  planCodes: [],
  metricCodes: [],
  ...over,
});
const none = { coupons: [], creditNotes: [], wallets: [] };
const sum = (all: readonly { readonly cents: number }[]) => all.reduce((total, { cents }) => total + cents, 0);

test("coupons go first, then credit notes, then wallets", () => {
  const settled = settle([{ amountCents: 1000 }], {
    coupons: [coupon("tenth", { percentageRate: "10.0" })],
    creditNotes: [{ id: "note", cents: 300 }],
    wallets: [{ id: "purse", cents: 250 }],
  });
  expect(settled).toEqual({
    feesCents: 1000,
    coupons: [{ id: "tenth", cents: 100 }],
    couponShares: [100],
    creditNotes: [{ id: "note", cents: 300 }],
    wallets: [{ id: "purse", cents: 250 }],
    taxes: { cents: 0, rate: 0, shares: [] },
    totalCents: 350,
  });
});

test("a coupon for a metric or a plan takes from their fees alone, and before the others", () => {
  const fees = [
    { amountCents: 1000, planCode: "pro" },
    { amountCents: 500, planCode: "pro", metricCode: "calls" },
  ];
  const coupons = [
    coupon("half", { percentageRate: "50" }),
    coupon("calls", { remainingCents: 900, metricCodes: ["calls"] }),
    coupon("other", { remainingCents: 900, planCodes: ["free"] }),
  ];
  const settled = settle(fees, { ...none, coupons });
  expect(settled.coupons).toEqual([
    { id: "calls", cents: 500 },
    { id: "half", cents: 500 },
  ]);
  expect(settled.couponShares).toEqual([500, 500]);
  expect(settled.totalCents).toBe(500);
});

test("no balance is overdrawn, nothing goes below zero, and every cent is accounted for", () => {
  const cents = fc.nat(10_000);
  const balances = fc.array(cents, { maxLength: 4 }).map((all) => all.map((one, at) => ({ id: `b${at}`, cents: one })));
  const coupons = fc
    .array(fc.oneof(cents, fc.constantFrom("0", "12.5", "100", "250")), { maxLength: 3 })
    .map((all) =>
      all.map((one, at) =>
        coupon(`c${at}`, typeof one === "number" ? { remainingCents: one } : { percentageRate: one }),
      ),
    );
  fc.assert(
    fc.property(fc.array(cents), coupons, balances, balances, (amounts, given, creditNotes, wallets) => {
      const settled = settle(
        amounts.map((amountCents) => ({ amountCents })),
        { coupons: given, creditNotes, wallets },
      );
      const taken = sum(settled.coupons) + sum(settled.creditNotes) + sum(settled.wallets);
      expect(settled.totalCents).toBe(settled.feesCents - taken);
      expect(settled.totalCents).toBeGreaterThanOrEqual(0);
      expect(settled.couponShares.reduce((a, b) => a + b, 0)).toBe(sum(settled.coupons));
      for (const [at, share] of settled.couponShares.entries()) expect(share).toBeLessThanOrEqual(amounts[at] ?? 0);
      for (const { id, cents: used } of settled.creditNotes)
        expect(used).toBeLessThanOrEqual(creditNotes.find((one) => one.id === id)?.cents ?? 0);
    }),
  );
});

test("decimals are exact: sums and products go back the way they came", () => {
  const number = fc.tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.nat(6));
  fc.assert(
    fc.property(number, number, ([a, i], [b, j]) => {
      const [x, y] = [
        { digits: a, scale: i },
        { digits: b, scale: j },
      ];
      expect(toText(minus(plus(x, y), y))).toBe(toText(x));
      expect(decimal(toText(x)) && toText(decimal(toText(x)) ?? y)).toBe(toText(x));
      if (b !== 0n) expect(toText(roundTo(divide(times(x, y), y, 6), 6))).toBe(toText(x));
    }),
  );
});

test("halves are rounded away from zero, and what is no number is none", () => {
  const cents = (text: string) => toText(roundTo(decimal(text) ?? { digits: 99n, scale: 0 }, 2));
  expect(["0.005", "-0.005", "1.0049", "2", "1e3", "1.5e-1"].map(cents)).toEqual([
    "0.01",
    "-0.01",
    "1.0",
    "2.0",
    "1000.0",
    "0.15",
  ]);
  const wrong = ["", "abc", "1,5", "0x10", "1e999", "Infinity", Number.NaN, null, undefined, {}, "1".repeat(60)];
  expect(wrong.map(decimal)).toEqual(wrong.map(() => undefined));
});
