import { fromCents, toCents } from "./currency.ts";
import { decimalOr0, divide, isZero, times, toText } from "./decimal.ts";

/** What one credit of a wallet is worth. */
export interface CreditRate {
  /** Decimal text, in the currency's major unit. */
  readonly rate_amount: string;
  readonly currency: string;
}

/** Decimals of a count of credits. */
const CREDIT_DIGITS = 5;

/** What some credits are worth, in minor units. */
export const creditsToCents = ({ rate_amount, currency }: CreditRate, credits: string): number =>
  toCents(times(decimalOr0(credits), decimalOr0(rate_amount)), currency);

/** How many credits an amount is, as text; where a credit is worth nothing, as many as the money. */
export function centsToCredits({ rate_amount, currency }: CreditRate, cents: number): string {
  const money = fromCents(cents, currency);
  const rate = decimalOr0(rate_amount);
  return toText(isZero(rate) ? money : divide(money, rate, CREDIT_DIGITS));
}
