import type { HeldUser } from "../../domain/sandbox-protocol.ts";
import { flag } from "./paging.ts";

const FIELDS = ["username", "email", "firstName", "lastName"] as const;

type Test = (user: HeldUser) => boolean;

/** The users that a query of `/users` means, sorted by username: `search` looks at the start of four fields, a named field anywhere in it. */
export function searchUsers(users: readonly HeldUser[], query: URLSearchParams): readonly HeldUser[] {
  const search = query.get("search");
  const tests = [...(search === null ? byField(query) : byWords(search)), ...byFlag(query), ...byAttribute(query)];
  return users
    .filter((user) => tests.every((test) => test(user)))
    .toSorted((one, other) => (one.username < other.username ? -1 : 1));
}

const byWords = (search: string): readonly Test[] =>
  (search.match(/"[^"]*"|\S+/g) ?? []).map((word) => {
    const fits = wordTest(word.toLowerCase());
    return (user) => FIELDS.some((field) => fits(user[field].toLowerCase()));
  });

function wordTest(word: string): (value: string) => boolean {
  if (word.startsWith('"')) return (value) => value === word.slice(1, word.endsWith('"') ? -1 : undefined);
  const parts = word.split("*");
  return (value) => follows(value, parts, parts.length > 1);
}

/** True when the value starts with the first part and holds the others in their order; a closed pattern ends with the last one. */
function follows(value: string, parts: readonly string[], closed: boolean): boolean {
  const [start = "", ...others] = parts;
  if (!value.startsWith(start)) return false;
  const last = closed ? (others.pop() ?? "") : "";
  let at = start.length;
  for (const part of others) {
    const next = value.indexOf(part, at);
    if (next < 0) return false;
    at = next + part.length;
  }
  return value.length - last.length >= at && value.endsWith(last);
}

function byField(query: URLSearchParams): readonly Test[] {
  const exact = flag(query, "exact");
  return FIELDS.flatMap((field) => {
    const wanted = query.get(field)?.toLowerCase();
    if (wanted === undefined) return [];
    return [
      (user: HeldUser) => (exact ? user[field].toLowerCase() === wanted : user[field].toLowerCase().includes(wanted)),
    ];
  });
}

const byFlag = (query: URLSearchParams): readonly Test[] =>
  (["enabled", "emailVerified"] as const).flatMap((field) =>
    query.has(field) ? [(user: HeldUser) => user[field] === flag(query, field)] : [],
  );

/** `q=key:value key2:value2`, every one of them. */
export const attributePairs = (query: URLSearchParams): readonly (readonly [string, string])[] =>
  (query.get("q") ?? "")
    .split(/\s+/)
    .filter((pair) => pair.includes(":"))
    .map((pair) => [pair.slice(0, pair.indexOf(":")), pair.slice(pair.indexOf(":") + 1)] as const);

const byAttribute = (query: URLSearchParams): readonly Test[] =>
  attributePairs(query).map(
    ([name, value]) =>
      (user) =>
        Object.hasOwn(user.attributes, name) && (user.attributes[name] ?? []).includes(value),
  );
