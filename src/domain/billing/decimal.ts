/** An exact decimal number: `digits` / 10^`scale`. Money and usage are never floats. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** How a number loses decimals; `round` takes halves away from zero. */
export type Rounding = "round" | "ceil" | "floor";

const NUMBER = /^([+-]?)(\d{1,40})(?:\.(\d{0,40}))?(?:[eE]([+-]?\d{1,2}))?$/;

export const ZERO: Decimal = { digits: 0n, scale: 0 };

/** Reads a number or its text; undefined for what is no finite decimal of a sane length. */
export function decimal(value: unknown): Decimal | undefined {
  if (typeof value === "number" && Number.isSafeInteger(value)) return { digits: BigInt(value), scale: 0 };
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const [match, sign, whole, fraction = "", exponent = "0"] = NUMBER.exec(String(value).trim()) ?? [];
  if (match === undefined) return undefined;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** The decimal of a number or text that is known to be one; anything else counts as nothing. */
export const decimalOr0 = (value: unknown): Decimal => decimal(value) ?? ZERO;

const atScale = ({ digits, scale }: Decimal, wanted: number): bigint => digits * 10n ** BigInt(wanted - scale);

export function plus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: atScale(a, scale) + atScale(b, scale), scale };
}

export const negated = ({ digits, scale }: Decimal): Decimal => ({ digits: -digits, scale });

export const minus = (a: Decimal, b: Decimal): Decimal => plus(a, negated(b));

export const times = (a: Decimal, b: Decimal): Decimal => ({ digits: a.digits * b.digits, scale: a.scale + b.scale });

/** Below, at or above zero when a is less than, equal to or more than b. */
export function compare(a: Decimal, b: Decimal): number {
  const { digits } = minus(a, b);
  return digits === 0n ? 0 : digits > 0n ? 1 : -1;
}

export const isZero = ({ digits }: Decimal): boolean => digits === 0n;

export const isNegative = ({ digits }: Decimal): boolean => digits < 0n;

export const least = (a: Decimal, b: Decimal): Decimal => (compare(a, b) <= 0 ? a : b);

export const most = (a: Decimal, b: Decimal): Decimal => (compare(a, b) >= 0 ? a : b);

/** a / b with that many decimals. b is not zero. */
export function divide(a: Decimal, b: Decimal, scale: number, rounding: Rounding = "round"): Decimal {
  const shift = scale + b.scale - a.scale;
  const [top, bottom] =
    shift >= 0 ? [a.digits * 10n ** BigInt(shift), b.digits] : [a.digits, b.digits * 10n ** BigInt(-shift)];
  return { digits: quotient(top, bottom, rounding), scale };
}

/** The number with that many decimals; a negative count rounds to tens, hundreds and so on. */
export function roundTo(value: Decimal, scale: number, rounding: Rounding = "round"): Decimal {
  if (value.scale <= scale) return value;
  const digits = quotient(value.digits, 10n ** BigInt(value.scale - scale), rounding);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

function quotient(top: bigint, bottom: bigint, rounding: Rounding): bigint {
  const [n, d] = bottom < 0n ? [-top, -bottom] : [top, bottom];
  return n / d + STEPS[rounding](n % d, d);
}

/** What is added to a quotient that was cut towards zero, by the sign and size of its rest. */
const STEPS: Readonly<Record<Rounding, (rest: bigint, divisor: bigint) => bigint>> = {
  ceil: (rest) => (rest > 0n ? 1n : 0n),
  floor: (rest) => (rest < 0n ? -1n : 0n),
  round: (rest, divisor) => {
    const isHalfOrMore = (rest < 0n ? -rest : rest) * 2n >= divisor;
    return isHalfOrMore ? (rest < 0n ? -1n : 1n) : 0n;
  },
};

/** The shortest text with at least one decimal, such as `12.0` or `0.125`. */
export function toText({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? "-" : "";
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale).replace(/0+$/, "");
  return `${sign}${whole}.${fraction || "0"}`;
}

/** The nearest whole number. */
export const toWhole = (value: Decimal): number => Number(atScale(roundTo(value, 0), 0));
