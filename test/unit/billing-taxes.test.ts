import fc from "fast-check";
import { expect, test } from "vitest";
import { settle } from "../../src/domain/billing/settlement.ts";
import { taxesOfBill, taxesOfLine } from "../../src/domain/billing/taxes.ts";

/** Rates in hundredths of a percent, so that whole numbers carry the independent calculation. */
const taxes = fc.uniqueArray(
  fc.record({ id: fc.constantFrom("a", "b", "c"), hundredths: fc.integer({ min: 0, max: 4000 }) }),
  {
    selector: ({ id }) => id,
  },
);

const lines = fc
  .tuple(
    taxes,
    fc.array(fc.record({ cents: fc.integer({ min: 0, max: 99_999 }), of: fc.subarray(["a", "b", "c"]) }), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([known, some]) => some.map(({ cents, of }) => ({ cents, taxes: known.filter(({ id }) => of.includes(id)) })));

const asRates = (some: readonly { readonly id: string; readonly hundredths: number }[]) =>
  some.map(({ id, hundredths }) => ({ id, rate: hundredths / 100 }));

const halfUp = (tenThousandths: number): number => Math.floor((tenThousandths + 5_000) / 10_000);

test("a bill's taxes are rounded once, over all of its lines; a line's for itself", () => {
  fc.assert(
    fc.property(lines, (some) => {
      const bill = taxesOfBill(some.map((line) => ({ cents: line.cents, taxes: asRates(line.taxes) })));
      const exact = (line: (typeof some)[number]) =>
        line.taxes.reduce((sum, { hundredths }) => sum + line.cents * hundredths, 0);
      expect(bill.cents).toBe(halfUp(some.reduce((sum, line) => sum + exact(line), 0)));
      for (const line of some) {
        const own = taxesOfLine({ cents: line.cents, taxes: asRates(line.taxes) });
        expect(own.cents).toBe(halfUp(exact(line)));
        expect(own.shares.map(({ cents }) => cents)).toEqual(
          line.taxes.map(({ hundredths }) => halfUp(line.cents * hundredths)),
        );
      }
      for (const share of bill.shares) {
        const under = some.filter((line) => line.taxes.some(({ id }) => id === share.id));
        expect(share.baseCents).toBe(under.reduce((sum, { cents }) => sum + cents, 0));
      }
    }),
    { numRuns: 300 },
  );
});

test("the rate of a bill is the average over what its lines come to", () => {
  const [vat, city] = [
    { id: "vat", rate: 20 },
    { id: "city", rate: 5.5 },
  ];
  expect(
    taxesOfBill([
      { cents: 300, taxes: [vat] },
      { cents: 100, taxes: [vat, city] },
    ]),
  ).toMatchObject({
    cents: 86,
    rate: 21.375,
    shares: [
      { id: "vat", cents: 80, baseCents: 400 },
      { id: "city", cents: 6, baseCents: 100 },
    ],
  });
  // Of nothing, each line counts the same.
  expect(
    taxesOfBill([
      { cents: 0, taxes: [vat] },
      { cents: 0, taxes: [] },
    ]),
  ).toMatchObject({ cents: 0, rate: 10 });
  expect(taxesOfBill([])).toEqual({ cents: 0, rate: 0, shares: [] });
});

test("taxes are on what coupons leave, and what stands ready pays for them too", () => {
  const vat = { id: "vat", rate: 20 };
  const coupon = { id: "half", percentageRate: "50", remainingCents: null, planCodes: [], metricCodes: [] };
  const settled = settle([{ amountCents: 1000, taxes: [vat] }], {
    coupons: [coupon],
    creditNotes: [{ id: "note", cents: 100 }],
    wallets: [{ id: "purse", cents: 450 }],
  });
  expect(settled).toMatchObject({ taxes: { cents: 100 }, couponShares: [500], totalCents: 50 });
});
