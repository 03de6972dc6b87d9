import { isTimeZone } from "../../../domain/billing/calendar.ts";
import { isCurrency } from "../../../domain/billing/currency.ts";
import { decimal, isNegative } from "../../../domain/billing/decimal.ts";
import { invalid } from "./fault.ts";

/** Stands for a value that a rule does not allow. */
export const INVALID: unique symbol = Symbol("invalid");

/** How one field is read: the value as it is kept, or that it is none of those allowed. */
export interface Rule<T> {
  /** What Lago says of any other value. */
  readonly codes: readonly string[];
  readonly required: boolean;
  /** What stands for a field that was not given, or given as null. */
  readonly absent: T;
  read(value: unknown): T | typeof INVALID;
}

/** The fields of an object that a client may write. */
export type Rules = Readonly<Record<string, Rule<unknown>>>;

/** The values that rules read. */
export type Read<R extends Rules> = { readonly [K in keyof R]: R[K] extends Rule<infer T> ? T : never };

/** A rule that may be left out; without codes of its own it says `value_is_invalid`. */
export const rule = <T>(read: Rule<T>["read"], ...codes: readonly string[]): Rule<T | null> => ({
  codes: codes.length === 0 ? ["value_is_invalid"] : codes,
  required: false,
  absent: null,
  read,
});

/** A whole number, or the text of one. */
export function wholeOf(value: unknown): number | undefined {
  const isWritten = typeof value === "number" || (typeof value === "string" && value.trim() !== "");
  return isWritten && Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
}

export const text = rule<string>((value) =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : INVALID,
);
export const flag = rule<boolean>((value) =>
  value === true || value === "true" ? true : value === false || value === "false" ? false : INVALID,
);
export const count = rule<number>((value) => wholeOf(value) ?? INVALID);
export const cents = rule<number>((value) => {
  const read = wholeOf(value);
  return read === undefined || read < 0 ? INVALID : read;
});
/** A decimal number of zero or more, kept as text. */
export const amount = rule<string>((value) => {
  const read = decimal(value);
  return read === undefined || isNegative(read) ? INVALID : String(value);
});
/** A percentage of zero or more, as a number or its text. */
export const rate = rule<number>((value) => {
  const read = decimal(value);
  return read === undefined || isNegative(read) ? INVALID : Number(value);
});
export const currency = rule<string>((value) => (typeof value === "string" && isCurrency(value) ? value : INVALID));
export const timeZone = rule<string>((value) => (typeof value === "string" && isTimeZone(value) ? value : INVALID));
/** Node takes the 30th of February for the 2nd of March. */
function isDated(value: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(value) ?? [];
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
}
/** An instant as ISO 8601, kept in UTC to the second. */
export const instant = rule<string>((value) => {
  const ms = typeof value === "string" && isDated(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? INVALID : isoSecond(ms);
}, "invalid_date");
export const choice = <const T extends string>(allowed: readonly T[]): Rule<T | null> =>
  rule((value) => allowed.find((one) => one === value) ?? INVALID);
export const texts = rule<readonly string[]>((value) =>
  Array.isArray(value) && value.every((one) => typeof one === "string") ? value : INVALID,
);
/** A nested object, kept as it is given. */
export const object = rule<Readonly<Record<string, unknown>>>((value) => (isObject(value) ? value : INVALID));
/** A list of nested objects. */
export const objects = rule<readonly Readonly<Record<string, unknown>>[]>((value) =>
  Array.isArray(value) && value.every(isObject) ? value : INVALID,
);

/** A field without which nothing is made. */
export const required = <T>(of: Rule<T | null>): Rule<T> => ({ ...of, required: true }) as Rule<T>;

/** A field that has a value of its own where none is given. */
export const or = <T>(of: Rule<T | null>, absent: T): Rule<T> => ({ ...of, absent }) as Rule<T>;

/** An instant in the form of every answer: UTC, to the second. */
export const isoSecond = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every field of a new thing; 422 names all that are missing or not allowed. Other members of the input are dropped. */
export function readFields<R extends Rules>(rules: R, input: Readonly<Record<string, unknown>>): Read<R> {
  return readSome(rules, input, Object.keys(rules)) as Read<R>;
}

/** The fields that a change names. */
export function readGiven<R extends Rules>(rules: R, input: Readonly<Record<string, unknown>>): Partial<Read<R>> {
  const given = Object.keys(rules).filter((name) => Object.hasOwn(input, name));
  return readSome(rules, input, given) as Partial<Read<R>>;
}

function readSome(rules: Rules, input: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  const errors: Record<string, readonly string[]> = {};
  const values = names.map((name) => {
    const value = Object.hasOwn(input, name) ? input[name] : undefined;
    const [read, codes] = readOne(rules[name], value);
    if (codes !== undefined) errors[name] = codes;
    return [name, read];
  });
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return Object.fromEntries(values);
}

function readOne(of: Rule<unknown> | undefined, value: unknown): readonly [unknown, (readonly string[])?] {
  if (of === undefined) return [undefined];
  if (value === undefined || value === null || (of.required && value === ""))
    return of.required ? [undefined, ["value_is_mandatory"]] : [of.absent];
  const read = of.read(value);
  return read === INVALID ? [undefined, of.codes] : [read];
}
