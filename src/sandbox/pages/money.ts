import { minorDigits } from "../../domain/billing/currency.ts";

/** Minor units as people write an amount: `USD 29.00`. */
export const money = (cents: number, currency: string): string =>
  new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "code" })
    .format(cents / 10 ** minorDigits(currency))
    .replace(/\u00a0/g, " ");
