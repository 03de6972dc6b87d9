import { type Decimal, decimalOr0, divide, plus, roundTo, times, toText, toWhole, ZERO } from "./decimal.ts";

/** A tax; `rate` is a percentage. */
export interface TaxRate {
  readonly id: string;
  readonly rate: number;
}

/** A line of a bill, less what coupons took off it, with the taxes it is under. */
export interface TaxedLine {
  readonly cents: number;
  readonly taxes: readonly TaxRate[];
}

/** What one tax comes to, and on how much. */
export interface TaxShare {
  readonly id: string;
  readonly cents: number;
  readonly baseCents: number;
}

/** The taxes of a line or of a whole bill. */
export interface TaxTotals {
  readonly cents: number;
  /** The percentage in all; of a bill whose lines differ, on average. */
  readonly rate: number;
  readonly shares: readonly TaxShare[];
}

const PERCENT: Decimal = { digits: 1n, scale: 2 };

/** Decimals of an average rate. */
const RATE_DIGITS = 5;

const exactly = (cents: number, { rate }: TaxRate): Decimal =>
  times(times(decimalOr0(cents), decimalOr0(rate)), PERCENT);

const total = (amounts: readonly Decimal[]): Decimal => amounts.reduce(plus, ZERO);

/** The taxes of one line: each rounded for itself, and all of them together rounded once. */
export function taxesOfLine({ cents, taxes }: TaxedLine): TaxTotals {
  return {
    cents: toWhole(total(taxes.map((tax) => exactly(cents, tax)))),
    rate: Number(toText(total(taxes.map(({ rate }) => decimalOr0(rate))))),
    shares: taxes.map((tax) => ({ id: tax.id, cents: toWhole(exactly(cents, tax)), baseCents: cents })),
  };
}

/** The taxes of a bill: worked out over all of its lines, and rounded once. */
export function taxesOfBill(lines: readonly TaxedLine[]): TaxTotals {
  const taxes = new Map(lines.flatMap((line) => line.taxes.map((tax) => [tax.id, tax] as const)));
  const parts = [...taxes.values()].map((tax) => {
    const under = lines.filter((line) => line.taxes.some(({ id }) => id === tax.id));
    return { tax, count: under.length, base: under.reduce((sum, { cents }) => sum + cents, 0) };
  });
  const whole = lines.reduce((sum, { cents }) => sum + cents, 0);
  const average = parts.map(({ tax, count, base }) => {
    const [part, of] = whole > 0 ? [base, whole] : [count, lines.length];
    return divide(times(decimalOr0(tax.rate), decimalOr0(part)), decimalOr0(of), RATE_DIGITS * 2);
  });
  return {
    cents: toWhole(total(parts.map(({ tax, base }) => exactly(base, tax)))),
    rate: Number(toText(roundTo(total(average), RATE_DIGITS))),
    shares: parts.map(({ tax, base }) => ({ id: tax.id, cents: toWhole(exactly(base, tax)), baseCents: base })),
  };
}
