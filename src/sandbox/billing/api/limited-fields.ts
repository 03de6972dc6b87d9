import { decimal, isNegative, isZero } from "../../../domain/billing/decimal.ts";
import { isCountry } from "./country.ts";
import { amount, INVALID, type Rule, rule, wholeOf } from "./fields.ts";

const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)*$/.test(text.trim());

/** A count of credits under this name; Lago says of a wrong one that its amount is, too. */
export const credits = (name: string): Rule<string | null> => ({
  ...amount,
  codes: [`invalid_${name}`, "invalid_amount"],
});
/** A decimal number above zero, kept as text. */
export const positiveAmount = rule<string>((value) => {
  const read = decimal(value);
  return read === undefined || isNegative(read) || isZero(read) ? INVALID : String(value);
}, "value_is_out_of_range");
/** A whole number in a range, both ends included. */
export const between = (least: number, most: number, code: string): Rule<number | null> =>
  rule((value) => {
    const read = wholeOf(value);
    return read === undefined || read < least || read > most ? INVALID : read;
  }, code);
/** Days until an invoice is due. */
export const paymentTerm = between(0, Number.MAX_SAFE_INTEGER, "value_is_out_of_range");
/** One e-mail address or several between commas. */
export const email = rule<string>(
  (value) => (typeof value === "string" && (value === "" || value.split(",").every(isAddress)) ? value : INVALID),
  "invalid_email_format",
);
/** A country by its two letters. */
export const country = rule<string>((value) => {
  if (typeof value !== "string") return INVALID;
  const code = value.toUpperCase();
  return code === "" || isCountry(code) ? code : INVALID;
}, "not_a_valid_country_code");
