import type { Data } from "./render-context.ts";

/** Compose replaces `$NAME` from the machine's environment: every dollar sign is doubled, so that none is (P16). */
export function escapeDollars(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("$", "$$$$");
  if (Array.isArray(value)) return value.map(escapeDollars);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escapeDollars(inner)]));
}

/** The same map with its keys, and those of the maps in it, in alphabetical order whatever the language of the machine. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sortKeys(inner)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The map with its keys in the given order and the values that are absent or empty left out. */
export function inOrder(keys: readonly string[], map: Data): Data {
  const present = keys.filter((key) => Object.hasOwn(map, key) && !isEmpty(map[key]));
  return Object.fromEntries(present.map((key) => [key, map[key]]));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined) return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
