import type { Checkout } from "../../domain/checkout.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import type { SecretSource } from "../../domain/live/desire.ts";
import { Secret } from "../../domain/secret.ts";
import { isRecordOf, isText, readJson } from "../../domain/shape.ts";
import type { Stack } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import { keepLagoKey, lagoKey } from "../lago-key.ts";
import { openLocalSecrets } from "../local-secrets.ts";

/** What Vault gave when it was initialised; kept 0600 in the state folder, since nobody can give it again. */
export interface VaultKeys {
  readonly unsealKey: string;
  readonly rootToken: string;
}

const isVaultKeys = isRecordOf<VaultKeys>({ unsealKey: isText, rootToken: isText });

/** The keys of this checkout's Vault; undefined before it was initialised. STATE_CORRUPT for a file that holds none. */
export async function vaultKeys(world: World, { state }: Checkout): Promise<VaultKeys | undefined> {
  const text = await world.files.read(state.vault);
  if (text === undefined) return undefined;
  const keys = readJson(text, isVaultKeys);
  if (keys === undefined) throw AvbError.of("STATE_CORRUPT", { path: state.vault, why: "it holds no key of Vault's" });
  return keys;
}

/** Secrets of a running stack by name: those derived for this checkout, and those that a service made itself. */
export interface LiveSecrets {
  get(name: string): Promise<Secret>;
}

/** Opens them; nothing is asked of a service. */
export async function liveSecrets(world: World, checkout: Checkout): Promise<LiveSecrets> {
  const local = await openLocalSecrets(world, checkout);
  return {
    get: async (name) => {
      if (name === LAGO_KEY) return new Secret((await lagoKey(world, checkout)) ?? "none");
      if (name !== "vault/root-token") return local.get(name);
      return new Secret((await vaultKeys(world, checkout))?.rootToken ?? "none");
    },
  };
}

const LAGO_KEY = "lago/rsa-private-key";

function notMade(name: string): never {
  throw AvbError.of("BUG", { what: `${name} was not made for the containers that want it` });
}

/** What containers are given, and what was given so far: the texts that nobody may read in a log. */
export interface ContainerSecrets extends SecretSource {
  used(): readonly string[];
}

/** Secrets for containers; digests are keyed by this checkout, so that a label tells nothing of a secret. Lago's key is made for the first Lago. */
export async function containerSecrets(
  world: World,
  checkout: Checkout,
  { running }: Pick<Stack, "running">,
): Promise<ContainerSecrets> {
  const local = await openLocalSecrets(world, checkout);
  const signingKey = running.has("lago") ? await keepLagoKey(world, checkout) : undefined;
  const key = local.get("containers/digest").reveal();
  const given = new Set<string>();
  const reveal = (name: string): string => {
    const text = name === LAGO_KEY ? (signingKey ?? notMade(name)) : local.get(name).reveal();
    given.add(text);
    return text;
  };
  return {
    content: ({ content }) =>
      content.map((piece) => (typeof piece === "string" ? piece : reveal(piece.secret))).join(""),
    digest: (text) => world.hash.hmac(key, text).slice(0, 22),
    used: () => [...given],
  };
}
