import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { Secret } from "../domain/secret.ts";
import type { World } from "../domain/world.ts";

const ROOT_BITS = 256;
/** Six bit a character: 192 in general, 132 where a person may have to type it, more where the reader wants it long. */
const LENGTHS: readonly (readonly [prefix: string, length: number])[] = [
  ["identity/", 22],
  ["django/secret-key", 64],
  ["", 32],
];
const ROOT_FORM = /^[A-Za-z0-9_-]{40,}$/;

/** The secrets of one checkout: kept 0600 in avb's state folder, never printed, `[A-Za-z0-9_-]`. */
export interface LocalSecrets {
  /** The secret of that name, such as `keycloak/agentvoicebox-backend`: the same one each time, in every process. */
  get(name: string): Secret;
  /** What a person should know about the file. */
  readonly caution?: string;
}

/**
 * Opens the checkout's secrets. Every secret is derived (HMAC-SHA512) from one root that is made once by an exclusive
 * create, so that two processes that need a new secret at the same time cannot disagree.
 */
export async function openLocalSecrets(world: World, checkout: Checkout): Promise<LocalSecrets> {
  const path = checkout.state.secrets;
  const caution = await tighten(world, path);
  const root = parse(path, (await world.files.read(path)) ?? (await make(world, path)));
  return {
    get: (name) => new Secret(world.hash.hmac(root, name).slice(0, lengthOf(name))),
    ...(caution === undefined ? {} : { caution }),
  };
}

const lengthOf = (name: string): number => LENGTHS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? 32;

async function make(world: World, path: string): Promise<string | undefined> {
  const text = `${JSON.stringify({ root: world.random.token(ROOT_BITS) })}\n`;
  return (await world.files.create(path, text)) ? text : world.files.read(path);
}

async function tighten(world: World, path: string): Promise<string | undefined> {
  const facts = await world.files.facts(path);
  if (facts === undefined) return undefined;
  if (facts.kind !== "file") throw corrupt(path, `it is a ${facts.kind}`);
  if (world.host.platform === "win32" || (facts.mode & 0o077) === 0) return undefined;
  await world.files.chmod(path, 0o600);
  return `${path} could be read by others; it is 0600 now`;
}

function parse(path: string, text: string | undefined): string {
  const root = rootOf(path, text ?? "");
  if (typeof root !== "string" || !ROOT_FORM.test(root)) throw corrupt(path, "its root is missing or too short");
  return root;
}

function rootOf(path: string, text: string): unknown {
  try {
    return (JSON.parse(text) as { root?: unknown } | null)?.root;
  } catch (cause) {
    throw corrupt(path, "it is not JSON", cause);
  }
}

const corrupt = (path: string, why: string, cause?: unknown) =>
  AvbError.of("STATE_CORRUPT", { path, why }, cause === undefined ? {} : { cause });
