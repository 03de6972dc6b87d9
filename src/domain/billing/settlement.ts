import { decimalOr0, times, toWhole } from "./decimal.ts";
import { type TaxRate, type TaxTotals, taxesOfBill } from "./taxes.ts";

/** A line of an invoice, before anything is taken off. */
export interface SettledFee {
  readonly amountCents: number;
  /** What a limited coupon looks at. */
  readonly planCode?: string | undefined;
  readonly metricCode?: string | undefined;
  readonly taxes?: readonly TaxRate[];
}

/** A coupon of the customer that is still good. */
export interface CouponRight {
  readonly id: string;
  readonly percentageRate: string | null;
  /** What is left of a fixed amount. */
  readonly remainingCents: number | null;
  readonly planCodes: readonly string[];
  readonly metricCodes: readonly string[];
}

/** Money that stands ready: the balance of a credit note or of a wallet. */
export interface Balance {
  readonly id: string;
  readonly cents: number;
}

/** One thing that lowered an invoice. */
export interface Deduction {
  readonly id: string;
  readonly cents: number;
}

/** What an invoice comes to. */
export interface Settlement {
  readonly feesCents: number;
  readonly coupons: readonly Deduction[];
  /** What the coupons took from each fee, in the order of the fees; sums to what they took in all. */
  readonly couponShares: readonly number[];
  /** On what the coupons left. */
  readonly taxes: TaxTotals;
  readonly creditNotes: readonly Deduction[];
  readonly wallets: readonly Deduction[];
  readonly totalCents: number;
}

const total = (cents: readonly number[]): number => cents.reduce((sum, one) => sum + one, 0);

/** Takes coupons off the fees, adds the taxes, then takes off credit notes and wallets; nothing goes below zero. */
export function settle(
  fees: readonly SettledFee[],
  rights: {
    readonly coupons: readonly CouponRight[];
    readonly creditNotes: readonly Balance[];
    readonly wallets: readonly Balance[];
  },
): Settlement {
  const left = fees.map(({ amountCents }) => amountCents);
  const coupons = byReach(rights.coupons).flatMap((coupon) => takeCoupon(coupon, fees, left));
  const feesCents = total(fees.map(({ amountCents }) => amountCents));
  const afterCoupons = total(left);
  const taxes = taxesOfBill(fees.map((fee, at) => ({ cents: left[at] ?? 0, taxes: fee.taxes ?? [] })));
  const withTaxes = afterCoupons + taxes.cents;
  const creditNotes = draw(rights.creditNotes, withTaxes);
  const afterNotes = withTaxes - total(creditNotes.map(({ cents }) => cents));
  const wallets = draw(rights.wallets, afterNotes);
  return {
    feesCents,
    coupons,
    couponShares: fees.map(({ amountCents }, at) => amountCents - (left[at] ?? 0)),
    taxes,
    creditNotes,
    wallets,
    totalCents: afterNotes - total(wallets.map(({ cents }) => cents)),
  };
}

/** Coupons for metrics first, then those for plans, then the others; else in the order they were given. */
const byReach = (coupons: readonly CouponRight[]): readonly CouponRight[] => {
  const reach = ({ metricCodes, planCodes }: CouponRight) =>
    metricCodes.length > 0 ? 0 : planCodes.length > 0 ? 1 : 2;
  return coupons.toSorted((a, b) => reach(a) - reach(b));
};

/** Takes one coupon off the fees it is for, spread by their size; `left` is what remains of each fee. */
function takeCoupon(coupon: CouponRight, fees: readonly SettledFee[], left: number[]): readonly Deduction[] {
  const places = fees.flatMap((fee, at) => (isFor(coupon, fee) ? [at] : []));
  const base = total(places.map((at) => left[at] ?? 0));
  const cents = Math.min(base, couponCents(coupon, base));
  if (cents <= 0) return [];
  let spread = 0;
  let seen = 0;
  for (const at of places) {
    seen += left[at] ?? 0;
    const share = (seen === base ? cents : Math.floor((cents * seen) / base)) - spread;
    spread += share;
    left[at] = (left[at] ?? 0) - share;
  }
  return [{ id: coupon.id, cents }];
}

const couponCents = ({ percentageRate, remainingCents }: CouponRight, base: number): number =>
  percentageRate === null
    ? (remainingCents ?? 0)
    : toWhole(times(times(decimalOr0(base), decimalOr0(percentageRate)), { digits: 1n, scale: 2 }));

function isFor({ metricCodes, planCodes }: CouponRight, { metricCode, planCode }: SettledFee): boolean {
  if (metricCodes.length > 0) return metricCode !== undefined && metricCodes.includes(metricCode);
  return planCodes.length === 0 || (planCode !== undefined && planCodes.includes(planCode));
}

/** Draws an amount from balances in their order. */
function draw(balances: readonly Balance[], wanted: number): readonly Deduction[] {
  let open = wanted;
  return balances.flatMap(({ id, cents }) => {
    const taken = Math.min(cents, open);
    open -= Math.max(0, taken);
    return taken > 0 ? [{ id, cents: taken }] : [];
  });
}
