import { AvbError } from "./errors/avb-error.ts";

/** What a number may be, and the one that people mostly want. */
export interface NumberBounds {
  readonly from: number;
  readonly to: number;
  readonly usual: number;
}

/**
 * A whole number in plain digits within these bounds, as a flag's value; USAGE (2) says what is allowed, and offers the
 * largest one in place of a larger one, the usual one otherwise.
 */
export function wholeNumber(flag: string, text: string, { from, to, usual }: NumberBounds): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= from && value <= to) return value;
  const isTooLarge = /^\d+$/.test(text) && Number(text) > to;
  const what = `${flag} takes a whole number from ${from} to ${to}, not '${text.slice(0, 40)}'`;
  throw AvbError.of("USAGE", { what, help: `${flag} ${isTooLarge ? to : usual}` });
}
