import { failure } from "./answers.ts";

/** The page that `first` and `max` ask for; a negative `max` asks for all, what is no number is not found, as in Keycloak. */
export function page<T>(list: readonly T[], query: URLSearchParams, defaultMax = -1): readonly T[] {
  const first = Math.max(0, number(query.get("first")) ?? 0);
  const max = number(query.get("max")) ?? defaultMax;
  return list.slice(first, max < 0 ? undefined : first + max);
}

function number(text: string | null): number | undefined {
  if (text === null || text === "") return undefined;
  if (!/^-?\d{1,9}$/.test(text)) throw failure(404, "HTTP 404 Not Found");
  return Number(text);
}

/** A flag of the query: true only where it says so, in any case. */
export const flag = (query: URLSearchParams, name: string, otherwise = false): boolean => {
  const value = query.get(name);
  return value === null ? otherwise : value.toLowerCase() === "true";
};
