import type { Checkout } from "../../domain/checkout.ts";
import type { Environment } from "../../domain/credential.ts";
import type { Secret } from "../../domain/secret.ts";
import type { World } from "../../domain/world.ts";

/** What opening a store takes: where this is, which environment is meant, and somebody to ask where there is a terminal. */
export interface StoreTools {
  readonly world: World;
  readonly checkout: Checkout;
  readonly stateRoot: string;
  readonly environment: Environment;
  /** The command, for whoever meets its lock. */
  readonly command: string;
  /** Asks without showing the answer; absent without a terminal. */
  readonly ask?: (question: string) => Promise<Secret>;
  /** Seal a store that is not there yet with a passphrase. */
  readonly withPassphrase?: boolean;
  /** Use a store elsewhere though it looks like production or is not the pinned one. */
  readonly allowProduction?: boolean;
  /** Tells the person a line of the story. */
  readonly say?: (text: string) => void;
}
