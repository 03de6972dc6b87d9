/** What a unit of compose's durations and sizes comes to. */
const NANOSECONDS: Readonly<Record<string, number>> = { ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };
const BYTES: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** A duration as compose writes it (`500ms`, `1m30s`) in nanoseconds; 0 for none. */
export const nanoseconds = (text: string | undefined): number =>
  [...(text ?? "").matchAll(/(\d+)(ms|s|m|h)/g)].reduce(
    (sum, [, count, unit = ""]) => sum + Number(count) * (NANOSECONDS[unit] ?? 0),
    0,
  );

/** A size as compose writes it (`512m`, `1g`) in bytes; 0 for none. */
export function bytes(text: string | undefined): number {
  const [, count, unit = "b"] = /^(\d+)([bkmg])?b?$/i.exec(text ?? "") ?? [];
  return Number(count ?? 0) * (BYTES[unit.toLowerCase()] ?? 1);
}
