import type { Capability } from "../../domain/permissions.ts";
import type { VaultCall } from "./ask.ts";
import { type Asked, ELSEWHERE, ESCALATION, PROBE, REQUESTS, type TriedPath } from "./attempt-paths.ts";

/** What a token is to be able to do on one path, `*` at its end standing for everything below it. */
export interface PathRight {
  readonly path: string;
  readonly capabilities: readonly string[];
}

/** Somebody whose rights are proved: a policy's name, and all that it is to allow. */
export interface Bearer {
  readonly policy: string;
  readonly rights: readonly PathRight[];
}

/** Something that is tried with a bearer's token and must be refused. */
export interface Attempt {
  readonly capability: Capability;
  /** As it is told. */
  readonly shown: string;
  readonly call: VaultCall;
  /** What must be undone should it be done. */
  readonly undo?: VaultCall;
}

/** The same as names. */
const CAPABILITIES = Object.keys(REQUESTS) as readonly Asked[];

/** A path to really ask: a rule's `*` becomes a name that nobody uses. */
export const askable = (path: string): string => path.replace(/\*$/, PROBE);

/** True where a rule is about a path. */
export const covers = (rule: string, path: string): boolean =>
  rule.endsWith("*") ? path.startsWith(rule.slice(0, -1)) : rule === path;

/** What a bearer may do on a path: the rule that says most about it counts, an exact one before all (Vault documentation). */
export function rightsOn({ rights }: Bearer, path: string): readonly string[] {
  const about = rights.filter((right) => covers(right.path, path));
  const [first] = about.sort((one, other) => other.path.length - one.path.length);
  return first?.capabilities ?? [];
}

function attemptsOn(bearer: Bearer, path: string, only: readonly Asked[]): readonly Attempt[] {
  const rights = rightsOn(bearer, path);
  return (
    only
      .filter((capability) => !rights.includes(capability))
      // A POST needs create or update, whichever fits: where one of them is given, the other cannot be told apart by asking.
      .filter((capability) => !(isPost(capability) && rights.some((right) => isPost(right))))
      .filter((capability) => capability !== "create" || !only.includes("update"))
      .map((capability) => attempt(capability, path))
  );
}

const isPost = (capability: string): boolean => capability === "create" || capability === "update";

function attempt(capability: Asked, path: string): Attempt {
  const method = REQUESTS[capability];
  const body = method === "POST" || method === "PATCH" ? bodyFor(path) : undefined;
  const undone = method === "POST" ? undoOf(path) : undefined;
  return {
    ...{ capability, shown: path, call: { method, path, ...(body === undefined ? {} : { body }) } },
    ...(undone === undefined ? {} : { undo: { method: "DELETE", path: undone } }),
  };
}

/** Bodies by which a request that is not refused does the least. */
function bodyFor(path: string): object {
  if (path.includes("/data/")) return { data: { probe: "avb" } };
  if (path.startsWith("sys/policies/")) return { policy: 'path "cubbyhole/*" { capabilities = ["read"] }' };
  if (path.startsWith("sys/mounts/")) return { type: "kv" };
  if (path.startsWith("auth/token/create")) return { policies: ["root"], ttl: "5s" };
  if (path.startsWith("transit/")) return { plaintext: "YXZi", ciphertext: "vault:v1:none" };
  return { common_name: "localhost", ttl: "1m" };
}

const undoOf = (path: string): string | undefined => {
  if (path.includes("/data/")) return path.replace("/data/", "/metadata/");
  return /^sys\/(?:policies\/acl|mounts)\//.test(path) ? path : undefined;
};

/** On each path of its own, every capability that it does not give. */
export const beyondItsRows = (bearer: Bearer): readonly Attempt[] =>
  bearer.rights.flatMap(({ path }) => attemptsOn(bearer, askable(path), CAPABILITIES));

/** What the others may do, and this one may not. */
export const rowsOfOthers = (bearer: Bearer, others: readonly Bearer[]): readonly Attempt[] =>
  others
    .filter(({ policy }) => policy !== bearer.policy)
    .flatMap(({ rights }) => rights)
    .filter(({ path }) => rightsOn(bearer, askable(path)).length === 0)
    .filter(({ path }, at, all) => all.findIndex((other) => other.path === path) === at)
    .flatMap(({ path, capabilities }) =>
      attemptsOn(
        bearer,
        askable(path),
        CAPABILITIES.filter((one) => capabilities.includes(one)),
      ),
    );

/** Beside its own paths. */
export const elsewhere = (bearer: Bearer, mount: string): readonly Attempt[] => spread(bearer, ELSEWHERE, mount);

/** Towards more rights. */
export const escalation = (bearer: Bearer): readonly Attempt[] => spread(bearer, ESCALATION, "");

const spread = (bearer: Bearer, table: readonly TriedPath[], mount: string): readonly Attempt[] =>
  table.flatMap(([path, only]) => attemptsOn(bearer, path.replace("{mount}", mount), only));
