import * as z from "zod/mini";
import type { Config } from "../domain/config.ts";
import { CONFIG_KEY_NAMES, CONFIG_KEYS } from "../domain/config-keys.ts";
import type { ConfigInput, SchemaIssue, SchemaVerdict } from "../domain/config-schema.ts";
import { HOOK_NAMES } from "../domain/hook.ts";
import { MODES } from "../domain/modes.ts";
import type { KeyPath } from "../domain/yaml-document.ts";
import { ownContainer, PROBE_KEYS } from "./container-schema.ts";
import { credentialKeysAt, ownCredential } from "./credential-schema.ts";
import { formOfHook, HOOK_KEYS, hooks } from "./hook-schema.ts";
import { LAGO_KEYS, lago } from "./lago-schema.ts";
import { rotation, rotationKeysAt } from "./rotation-schema.ts";
import { STORES_KEYS, stores } from "./stores-schema.ts";
import { VAULT_KEYS, vault } from "./vault-schema.ts";

const text = (allowed: string, pattern?: RegExp) => {
  const plain = z.string({ error: allowed });
  return pattern === undefined ? plain : plain.check(z.regex(pattern, { error: allowed }));
};
const list = <Item extends z.ZodMiniType>(item: Item, allowed: string) => z.array(item, { error: allowed });
const map = <Value extends z.ZodMiniType>(key: z.ZodMiniString, value: Value, allowed: string) =>
  z.record(key, value, { error: ({ code }) => (code === "invalid_key" ? undefined : allowed) });

const name = text("a name of a-z, 0-9 and '-', at most 32 characters", /^[a-z][a-z0-9-]{0,31}$/);
const portName = text("'service' or 'service.port'", /^[a-z][a-z0-9-]{0,31}(?:\.[a-z][a-z0-9-]{0,31})?$/);
const PORT = "a whole number from 1024 to 65535";
const port = z.int({ error: PORT }).check(z.minimum(1024, { error: PORT }), z.maximum(65535, { error: PORT }));
const slot = z.literal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { error: "a whole number from 0 to 9" });
const variable = text("a variable's name: letters, digits and '_'", /^[A-Za-z_][A-Za-z0-9_]*$/);
const value = z.pipe(
  z.union([z.string(), z.number(), z.boolean()], { error: "a text, a number, true or false" }),
  z.transform(String),
);
const HOST = "[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::[0-9]{1,5})?";
const PATH = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const image = text(
  "an image such as registry.example.com/name:tag or name@sha256:...",
  new RegExp(
    `^(?=.{1,255}$)(?:${HOST}/)?${PATH}(?:/${PATH})*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$`,
  ),
);
const registry = text(
  "a registry such as registry.example.com:5000/mirror",
  new RegExp(`^(?=.{1,255}$)${HOST}(?:/${PATH})*$`),
);
const memory = text("an amount such as 512m or 2g, from 6m on", /^(?:(?:[6-9]|[1-9]\d{1,6})m|[1-9]\d{0,3}g)$/i);
const path = text(
  "a path below the repository's root",
  /^(?![/\\-])(?![A-Za-z]:)(?!.*(?:^|[/\\])\.\.(?:[/\\]|$))[^\p{Cc}]+$/u,
);
const redirect = text(
  "a URI such as http://localhost:3000/callback or http://localhost:3000/*: no other '*', no '#'",
  /^(?:https?:\/\/[^\s*#/\p{Cc}]+(?:\/[^\s*#\p{Cc}]*)?(?:(?<=\/)\*)?|(?!https?:|javascript:|data:|vbscript:|file:)[a-z][a-z0-9+.-]*:\/[^\s*#\p{Cc}]+)$/iu,
);
const origin = text("an origin such as http://localhost:3000: no path, no '*'", /^https?:\/\/[a-zA-Z0-9.[\]:-]+$/);
const PLAIN = /^[^\p{Cc}]{1,255}$/u;
const words = list(text("a text without control characters", /^[^\p{Cc}]+$/u), "a list of texts");

const users = z.strictObject(
  {
    username: text("a user name: letters, digits and . _ @ + -", /^[A-Za-z0-9._@+-]{1,255}$/),
    email: z.exactOptional(z.email({ error: "an e-mail address" })),
    firstName: z.exactOptional(text("a text", PLAIN)),
    lastName: z.exactOptional(text("a text", PLAIN)),
    tenant: z.exactOptional(text("a tenant's id or name", PLAIN)),
    roles: z._default(words, []),
    groups: z._default(words, []),
  },
  { error: "a map with 'username'" },
);
const clients = z.strictObject(
  {
    id: text("a client id: letters, digits and . _ -", /^[A-Za-z0-9._-]{1,255}$/),
    public: z._default(z.boolean({ error: "true or false" }), true),
    redirectUris: z._default(list(redirect, "a list of URIs"), []),
    origins: z._default(list(origin, "a list of origins"), []),
  },
  { error: "a map with 'id'" },
);

const shape = {
  mode: z.enum(MODES, { error: `one of ${MODES.join(", ")}` }),
  with: list(name, "a list of services"),
  without: list(name, "a list of services"),
  ports: map(portName, port, "a map of services to ports"),
  slot,
  images: map(name, image, "a map of services to images"),
  memory: map(name, memory, "a map of services to amounts of memory"),
  registry,
  env: map(variable, value, "a map of variables to values"),
  users: list(users, "a list of users"),
  clients: list(clients, "a list of clients"),
  seeds: map(name, list(path, "a list of paths below the repository's root"), "a map of services to lists of paths"),
  services: map(name, ownContainer, "a map of names to containers"),
  hooks,
  lago,
  vault,
  credentials: map(name, ownCredential, "a map of names to credentials"),
  rotations: map(name, rotation, "a map of credentials to rotations"),
  stores,
  requires: text("'>=' and a version, such as '>=0.1'", /^>=\d{1,5}\.\d{1,5}(?:\.\d{1,5})?$/),
} satisfies Record<keyof Config, z.ZodMiniType>;

const schema = z.partial(z.strictObject(shape, { error: "a map of the keys above" }));
const KEYS: Record<string, readonly string[]> = { vault: VAULT_KEYS, lago: LAGO_KEYS, stores: STORES_KEYS };

/** Checks plain data against the shape of `.devenvrc`; never throws. */
export function checkConfig(data: unknown): SchemaVerdict {
  const verdict = schema.safeParse(data);
  // Partial makes each key optional; a key that is there with no value was refused, so nothing is undefined.
  if (verdict.success) return { ok: true, input: verdict.data as ConfigInput };
  return { ok: false, issues: verdict.error.issues.flatMap((issue) => issuesOf(issue, data)) };
}

function issuesOf(issue: z.core.$ZodIssue, data: unknown): readonly SchemaIssue[] {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  if (issue.code === "unrecognized_keys") {
    const allowed = keysAt(path).join(", ");
    return issue.keys.map((key) => ({ kind: "key", path: [...path, key], key, allowed }));
  }
  if (issue.code === "invalid_key")
    return [{ kind: "name", path, key: String(path.at(-1)), allowed: issue.issues[0]?.message ?? issue.message }];
  const got = valueAt(data, path);
  const inner = path[0] === "hooks" ? formOfHook(issue, got) : [];
  if (inner.length > 0) return inner.flatMap((one) => issuesOf({ ...one, path: [...issue.path, ...one.path] }, data));
  return [{ kind: "value", path, allowed: issue.message, got }];
}

/** The keys of the map at this path; only maps with fixed keys can have unknown ones. */
function keysAt(path: KeyPath): readonly string[] {
  if (path.length === 0) return CONFIG_KEY_NAMES;
  if (path[0] === "services") return PROBE_KEYS;
  if (path[0] === "credentials") return credentialKeysAt(path.length, path.at(-1));
  if (path[0] === "rotations") return rotationKeysAt(path);
  if (path[0] === "users" || path[0] === "clients") return Object.keys({ users, clients }[path[0]].shape);
  return KEYS[String(path[0])] ?? (path.length === 1 ? HOOK_NAMES : HOOK_KEYS);
}

const valueAt = (data: unknown, path: KeyPath): unknown =>
  path.reduce<unknown>((at, part) => (at instanceof Object ? Reflect.get(at, part) : undefined), data);

/** The JSON Schema (draft 7) of `.devenvrc`, made from the schema that checks it, with a sentence for each key. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  const { properties = {}, ...rest } = z.toJSONSchema(schema, { io: "input", target: "draft-7" });
  const described = CONFIG_KEY_NAMES.map((key) => {
    const property = properties[key];
    return [key, { description: CONFIG_KEYS[key].summary, ...(property instanceof Object ? property : {}) }];
  });
  return { ...rest, title: "Configuration of avb (.devenvrc)", properties: Object.fromEntries(described) };
}
