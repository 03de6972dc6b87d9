import { type Checkout, stateRootOf } from "../../domain/checkout.ts";
import type { Environment } from "../../domain/credential.ts";
import type { StoreId } from "../../domain/credential-store.ts";
import { isMapOf, isRecordOf, isText, isWord, readJson } from "../../domain/shape.ts";
import type { World } from "../../domain/world.ts";
import { vaultKeys } from "../live/live-secrets.ts";
import type { StoreTools } from "./store-tools.ts";

/** From where `up` puts credentials into the stack's Vault, and why now. */
export interface WantedDelivery {
  readonly store: StoreId;
  readonly environment: Environment;
  /** Tells whether the store may hold something else than it did: files by size and time, a store elsewhere by its name. */
  readonly inputs: string;
  /** Undefined where nothing is known to have changed: then a Vault that is seeded anew is the reason. */
  readonly because?: string;
}

/** What was put into a stack's Vault. */
export interface Delivered {
  readonly inputs: string;
  /** Which Vault that was: one that is made anew has none of these versions. */
  readonly vault: string;
  /** The version that avb wrote, by credential. */
  readonly versions: Readonly<Record<string, string>>;
}

const isDelivered = isRecordOf<Delivered>({ inputs: isWord, vault: isWord, versions: isMapOf(isText) });

/** What is written down; undefined before the first delivery, and for a file that cannot be read. */
export async function deliveredSoFar(world: World, { state }: Checkout): Promise<Delivered | undefined> {
  const text = await world.files.read(state.delivered);
  return text === undefined ? undefined : readJson(text, isDelivered);
}

/** Tells one Vault of this checkout from the next; undefined before there is one. */
export async function vaultMark(world: World, checkout: Checkout): Promise<string | undefined> {
  const keys = await vaultKeys(world, checkout);
  return keys === undefined ? undefined : world.hash.sha256(`delivered to ${keys.rootToken}`).slice(0, 16);
}

/** Writes down what was put there. */
export const keepDelivered = (world: World, { state }: Checkout, delivered: Delivered): Promise<void> =>
  world.files.write(state.delivered, `${JSON.stringify(delivered, null, 2)}\n`);

/** What opening stores takes, within `up`: nobody is asked for a passphrase there. */
export const deliveryTools = (world: World, checkout: Checkout, environment: Environment): StoreTools => ({
  ...{ world, checkout, environment, stateRoot: stateRootOf(world.host), command: "avb dev up" },
});
