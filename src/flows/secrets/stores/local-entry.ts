import type { StoreLook } from "../../../domain/credential-store.ts";
import type { LocalDocument, LocalEntry, LocalVersion } from "./local-document.ts";
import { type PlainValues, secret } from "./plain-values.ts";

const DAY_MS = 86_400_000;
const MOST_VERSIONS = 10;

/** Days in which what was removed can be brought back. */
export const RECOVERY_DAYS = 30;

/** Every credential of the file by its path. */
export type Entries = LocalDocument["entries"];

/** What a change makes of them. */
export interface Changed<T> {
  /** Undefined where nothing has to be written. */
  readonly next?: Entries;
  readonly result: T;
}

/** What an entry says at this time. */
export function lookAt(entry: LocalEntry | undefined, now: number): StoreLook {
  const last = entry?.versions.at(-1);
  if (entry === undefined || last === undefined) return { state: "absent" };
  const { removedAtMs } = entry;
  if (removedAtMs !== undefined)
    return untilOf(removedAtMs) < now ? { state: "absent" } : { state: "removed", untilMs: untilOf(removedAtMs) };
  const { number, storedAtMs, fields, tags } = last;
  return { state: "present", found: { version: String(number), storedAtMs, tags, fields: secret(fields) } };
}

/** The entry with one more version, which gets the next number; the oldest beyond ten go. What waits is not taken along. */
export function withVersion(
  entry: LocalEntry | undefined,
  content: Omit<LocalVersion, "number">,
): { readonly versions: readonly LocalVersion[] } {
  const number = (entry?.versions.at(-1)?.number ?? 0) + 1;
  return { versions: [...(entry?.versions ?? []), { number, ...content }].slice(-MOST_VERSIONS) };
}

/** When what was removed then goes for good. */
export const untilOf = (removedAtMs: number): number => removedAtMs + RECOVERY_DAYS * DAY_MS;

/** Whether both have the same fields with the same texts. */
export const isEqual = (one: PlainValues, other: PlainValues): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([name, text]) => other[name] === text);
