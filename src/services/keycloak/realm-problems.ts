import { closest } from "../../domain/closest.ts";
import { printable } from "../../domain/printable.ts";
import type { KeyPath } from "../../domain/yaml-document.ts";
import { REALM_LISTS, type RealmDocument } from "./realm-document.ts";
import { REALM_FIELDS, REALM_PARTS } from "./realm-fields.ts";

/** Something that is wrong with a document, and the way to it. */
export interface RealmProblem {
  readonly path: KeyPath;
  /** A clause without a full stop; the path is told besides. */
  readonly says: string;
}

/** True for a value in which `realmProblems` finds nothing. */
export const isRealmDocument = (value: unknown): value is RealmDocument => realmProblems(value).length === 0;

/** Everything that is wrong with a value that is to be a realm document. What only an export of a running realm holds is told first. */
export function realmProblems(value: unknown): readonly RealmProblem[] {
  if (!isObject(value)) return [{ path: [], says: `must be an object with ${Object.keys(REALM_PARTS).join(", ")}` }];
  const forbidden = forbiddenIn(value, []);
  if (forbidden.length > 0) return forbidden;
  return [
    ...unknownKeys(value, Object.keys(REALM_PARTS), []),
    ...Object.entries(REALM_PARTS).flatMap(([part, field]) => {
      if (!Object.hasOwn(value, part)) return [];
      if (!field.fits(value[part])) return [{ path: [part], says: `must be ${field.form}` }];
      return partProblems(part, value[part]);
    }),
  ];
}

function partProblems(part: string, value: unknown): readonly RealmProblem[] {
  if (!Array.isArray(value)) return thingProblems(part, value, [part]);
  const key = REALM_LISTS[part as keyof typeof REALM_LISTS];
  const names = value.map((thing) => Object(thing)[key]);
  return value.flatMap((thing: unknown, at) => [
    ...(names[at] === undefined ? [{ path: [part, at], says: `'${key}' is missing` }] : []),
    ...(names.indexOf(names[at]) < at ? [{ path: [part, at, key], says: secondTime(names[at]) }] : []),
    ...thingProblems(part, thing, [part, at]),
    ...mapperProblems(Object(thing).protocolMappers, [part, at, "protocolMappers"]),
  ]);
}

const secondTime = (name: unknown): string => `'${printable(String(name))}' stands here a second time`;

const mapperProblems = (value: unknown, path: KeyPath): readonly RealmProblem[] =>
  Array.isArray(value)
    ? value.flatMap((mapper: unknown, at) => thingProblems("protocolMappers", mapper, [...path, at]))
    : [];

function thingProblems(part: string, value: unknown, path: KeyPath): readonly RealmProblem[] {
  if (!isObject(value)) return [];
  const fields = REALM_FIELDS[part] ?? {};
  const wrong = Object.entries(value).flatMap(([name, held]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return field === undefined || field.fits(held) ? [] : [{ path: [...path, name], says: `must be ${field.form}` }];
  });
  return [...unknownKeys(value, Object.keys(fields), path), ...wrong];
}

const unknownKeys = (
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  path: KeyPath,
): readonly RealmProblem[] =>
  Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = closest(name, known);
      const meant = near === undefined ? `those are ${known.join(", ")}` : `did you mean ${near}?`;
      return { path: [...path, name], says: `'${printable(name)}' is not written by avb here (${meant})` };
    });

/** Keys that hold what no document may, wherever they stand, and why. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  credentials: "a document holds no password: avb makes them (avb dev info shows them)",
  secretData: "this is the hash of a password: it looks like an export of a running realm, and is not used",
  hashedSaltedValue: "this is the hash of a password: it looks like an export of a running realm, and is not used",
  privateKey: "this is a signing key: it looks like an export of a running realm, and is not used",
  certificate: "this is a signing key's: it looks like an export of a running realm, and is not used",
  secret: "a document holds no secret: avb makes one for each confidential client",
  users: "people stand under 'users' of .devenvrc, or in avb's identities, and an export's are not used",
  identityProviders: "a local realm reaches no identity provider of others",
  publicClient: "whether a client is public stands under 'clients' of .devenvrc, with 'public'",
};

const WILD = /^\*$|^https?:\/\/\*|^https?:\/\/[^/]*\*/;

function forbiddenIn(value: unknown, path: KeyPath): readonly RealmProblem[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, at) => forbiddenIn(item, [...path, at]));
  if (typeof value === "string" && path.includes("redirectUris") && WILD.test(value))
    return [{ path, says: `'${printable(value)}' lets a login end anywhere: write scheme, host and port` }];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, held]) => {
    const here = [...path, key];
    const why = Object.hasOwn(FORBIDDEN, key) && path.at(-1) !== "config" ? FORBIDDEN[key] : undefined;
    if (why !== undefined) return [{ path: here, says: why }];
    if (key === "sslRequired" && held === "none")
      return [{ path: here, says: "'none' would send passwords in the clear to any address; write external" }];
    return forbiddenIn(held, here);
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
