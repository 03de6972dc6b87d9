import type { Checkout } from "../domain/checkout.ts";
import { isMap } from "../domain/config-layers.ts";
import { looksSecret } from "../domain/secret-looking.ts";
import { secretNames } from "../domain/secret-names.ts";
import type { Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { catalogueOf } from "./catalogue.ts";
import { describeAccess } from "./describe-access.ts";
import { dryWorld } from "./dry-world.ts";
import { effectiveEnv } from "./env-values.ts";
import { openLocalSecrets } from "./local-secrets.ts";
import { isSecret, plainValues } from "./plain-values.ts";

const NO_WISHES = { view: "host", services: [], renames: [] } as const;
/** A shorter value, or one of these, would mask words that are nobody's secret. */
const NOT_SECRET = /^(?:.{0,5}|true|false|\d+|enabled|disabled)$/;
/** Names that end as a password's does, and hold a folder. */
const FOLDERS = /^(?:OLD)?PWD$/;
/** Shorter texts of a file that is secret as a whole are its words, not its secrets. */
const SHORTEST = 16;

/** What must not be handed to others. */
export interface KnownSecrets {
  readonly texts: readonly string[];
  /** False where the stack's own passwords could not be made out: then a text of theirs cannot be masked. */
  readonly complete: boolean;
}

/** Every secret of this checkout and this process that avb can know of. Nothing is made or written. */
export async function knownSecrets(real: World, checkout: Checkout, stack: Stack | undefined): Promise<KnownSecrets> {
  const world = dryWorld(real);
  const { keys, secrets, vault, lago, launch, instance, identities } = checkout.state;
  const whole = await Promise.all([keys, secrets, vault, lago].map(async (path) => leavesOf(await json(world, path))));
  const records = await Promise.all(
    [launch, instance, identities].map(async (path) => leavesOf(await json(world, path))),
  );
  const found = [
    ...whole.flat().flatMap(({ text }) => (text.length < SHORTEST ? [] : [text])),
    ...records.flat().flatMap(named),
    ...leavesOf(checkout.loaded.config.env).flatMap(named),
    ...assignments((await world.files.read(`${checkout.root}/.env`).catch(() => undefined)) ?? "").flatMap(named),
    ...Object.entries(world.host.env).flatMap(([name, text = ""]) => (isSecretName(name) ? [text] : passwordIn(text))),
  ];
  const own = stack === undefined ? undefined : await derived(world, checkout, stack).catch(() => undefined);
  const texts = [...new Set([...found, ...(own ?? [])])].filter((text) => !NOT_SECRET.test(text));
  return { texts, complete: own !== undefined };
}

/** The passwords and keys that this stack's applications and containers are given. */
async function derived(world: World, { loaded, ...checkout }: Checkout, stack: Stack): Promise<readonly string[]> {
  // Values of .devenvrc may still wait for trust; they are looked through by themselves.
  const plain: Checkout = { ...checkout, loaded: { ...loaded, config: { ...loaded.config, env: {} } } };
  const { variables } = await effectiveEnv(world, plain, stack, NO_WISHES);
  const { entries } = await plainValues(world, plain, variables.filter(isSecret), {
    stack,
    secrets: true,
    orLocal: true,
  });
  const { services, users } = await describeAccess(world, plain, stack, { reveal: true, orLocal: true });
  const keys = services.flatMap(({ items }) => items.flatMap(({ kind, text }) => (kind === "key" ? [text] : [])));
  const local = await openLocalSecrets(world, plain);
  const own = secretNames(catalogueOf({ loaded })).map((name) => local.get(name).reveal());
  return [...entries.map(({ text }) => text), ...users.flatMap(({ password }) => password ?? []), ...keys, ...own];
}

const isSecretName = (name: string): boolean => !FOLDERS.test(name) && looksSecret(name, ".");

/** The password in an address such as a proxy's, and the address with it. */
function passwordIn(text: string): readonly string[] {
  const password = /^[\w+.-]+:\/\/[^\s:/@]*:([^\s@/]+)@/.exec(text)?.[1];
  return password === undefined ? [] : [text, password];
}

interface Leaf {
  readonly name: string;
  readonly text: string;
}

const named = ({ name, text }: Leaf): readonly string[] => (looksSecret(name, text) ? [text] : []);

function leavesOf(value: unknown, name = ""): readonly Leaf[] {
  if (typeof value === "string") return [{ name, text: value }];
  if (Array.isArray(value)) return value.flatMap((part) => leavesOf(part, name));
  return isMap(value) ? Object.entries(value).flatMap(([key, part]) => leavesOf(part, key)) : [];
}

/** The values of an env file, without the quotes around them. */
const assignments = (text: string): readonly Leaf[] =>
  [...text.matchAll(/^\s*(?:export\s+)?(\w+)\s*=\s*(["']?)(.*)\2\s*$/gm)].map(([, name = "", , value = ""]) => ({
    name,
    text: value,
  }));

/** A file that cannot be read has no part in what is handed on either. */
async function json(world: World, path: string): Promise<unknown> {
  try {
    return JSON.parse((await world.files.read(path)) ?? "null");
  } catch {
    return undefined;
  }
}
