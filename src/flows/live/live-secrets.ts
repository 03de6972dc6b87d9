import type { Checkout } from "../../domain/checkout.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { Secret } from "../../domain/secret.ts";
import { isRecordOf, isText, readJson } from "../../domain/shape.ts";
import type { World } from "../../domain/world.ts";
import { lagoKey } from "../lago-key.ts";
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

/** The name of the key that Lago signs with; it is drawn once and kept in a file. */
export const LAGO_KEY = "lago/rsa-private-key";
