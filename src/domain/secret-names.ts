import { isMap } from "./config-layers.ts";
import type { Service } from "./service.ts";

/** Not derived: made by a service itself while it runs, or drawn once and kept in a file of its own. */
const MADE_LATER: readonly string[] = [
  ...["vault/root-token", "vault/role-id", "vault/secret-id"],
  "lago/rsa-private-key",
];

/** The names of every secret that the services are given or give. */
export const secretNames = (services: readonly Service[]): readonly string[] =>
  [...new Set(services.flatMap(namesIn))].filter((name) => !MADE_LATER.includes(name)).sort();

/** The names of secrets anywhere in plain data. A secret is a value of its own, a piece of a text, or the password of an address. */
export function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isMap(value)) return [];
  const own = [value.kind === "secret" ? value.name : undefined, value.secret, value.password];
  return [...own.filter((name) => typeof name === "string"), ...Object.values(value).flatMap(namesIn)];
}
