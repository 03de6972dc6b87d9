import { AvbError } from "./errors/avb-error.ts";
import { printable } from "./printable.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const SPAN = /^(?:\d{1,6}[smhd])+$/;
const MOMENT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/;

/** The moment that `--since` means, in milliseconds since 1970: so long ago (`90s`, `1h30m`, `2d`), or a time (ISO 8601). USAGE (2) for anything else. */
export function sinceMoment(text: string, nowMs: number): number {
  const span = spanMs(text);
  if (span !== undefined) return nowMs - span;
  const moment = MOMENT.test(text) ? Date.parse(text.replace(" ", "T")) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  const what = `--since is a time span such as 90s, 10m or 1h30m, or a time such as 2026-03-01T10:00:00Z, not '${printable(text)}'`;
  throw AvbError.of("USAGE", { what, help: "avb dev logs --since 10m" });
}

/** Milliseconds of a time span such as `90s`, `1h30m`, `2d`; undefined for another text. */
export function spanMs(text: string): number | undefined {
  if (!SPAN.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+)([smhd])/g)];
  return parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
}
