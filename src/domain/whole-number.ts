import { AvbError } from "./errors/avb-error.ts";

/** A whole number in plain digits within these bounds, as a flag's value; USAGE (2) says what is allowed. */
export function wholeNumber(flag: string, text: string, { from, to }: { from: number; to: number }): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= from && value <= to) return value;
  const what = `${flag} takes a whole number from ${from} to ${to}, not '${text.slice(0, 40)}'`;
  throw AvbError.of("USAGE", { what, help: `${flag} ${from}` });
}
