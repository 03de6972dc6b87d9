import { type Decimal, decimal, divide, times, toWhole, ZERO } from "./decimal.ts";

const digitsByCurrency = new Map<string, number>();

/** How many decimals a currency's minor unit has (ISO 4217): 2 for USD, 0 for JPY. */
export function minorDigits(currency: string): number {
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  digitsByCurrency.set(currency, digits);
  return digits;
}

/** True for the code of a currency that is in use. */
export const isCurrency = (code: string): boolean => Intl.supportedValuesOf("currency").includes(code);

const minorUnits = (currency: string): Decimal => ({ digits: 10n ** BigInt(minorDigits(currency)), scale: 0 });

/** An amount of money in whole minor units, halves away from zero. */
export const toCents = (amount: Decimal, currency: string): number => toWhole(preciseCents(amount, currency));

/** An amount of money in minor units, not rounded. */
export const preciseCents = (amount: Decimal, currency: string): Decimal => times(amount, minorUnits(currency));

/** Minor units as text with all of the currency's decimals: `3.00`, and `3` of yen. */
export const centsText = (cents: number, currency: string): string =>
  (cents / 10 ** minorDigits(currency)).toFixed(minorDigits(currency));

/** Minor units as an amount of money. */
export const fromCents = (cents: number, currency: string): Decimal =>
  divide(decimal(cents) ?? ZERO, minorUnits(currency), minorDigits(currency));
