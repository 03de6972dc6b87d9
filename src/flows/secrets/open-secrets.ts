import { CREDENTIALS } from "../../credentials/catalogue.ts";
import { ownCredentials } from "../../credentials/own.ts";
import { type Checkout, stateRootOf } from "../../domain/checkout.ts";
import type { Credential, Environment } from "../../domain/credential.ts";
import type { StoreId } from "../../domain/credential-store.ts";
import type { Secret } from "../../domain/secret.ts";
import { requireTrust } from "../../domain/trust.ts";
import type { World } from "../../domain/world.ts";
import { openCheckout } from "../open-checkout.ts";
import { chosenStore } from "./chosen-store.ts";
import type { StoreTools } from "./store-tools.ts";

/** What a verb of credentials starts from: every credential that is known here, and what opens their stores. */
export interface Secrets {
  readonly all: readonly Credential[];
  readonly tools: StoreTools;
  /** The store that was named, else the chosen one. NOT_TRUSTED (4) where only an untrusted file chooses it. */
  chosen(named: StoreId | undefined): StoreId;
}

/** What the command knows. */
export interface SecretsRequest {
  readonly environment: Environment;
  readonly command: string;
  readonly ask?: (question: string) => Promise<Secret>;
  readonly withPassphrase?: boolean;
  /** Use a store elsewhere though it looks like production or is not the pinned one. */
  readonly allowProduction?: boolean;
  /** No store is opened: the names of credentials are known without anybody having allowed them. */
  readonly namesOnly?: boolean;
  /** Tells the person a line of the story. */
  readonly say?: (text: string) => void;
}

/** The credentials known in this checkout. Those of `.devenvrc` are used only where the file is trusted. */
export const openSecrets = async (world: World, request: SecretsRequest): Promise<Secrets> =>
  secretsIn(world, await openCheckout(world), request);

/** The same for a checkout that is open already. */
export function secretsIn(world: World, checkout: Checkout, request: SecretsRequest): Secrets {
  return {
    all: credentialsIn(checkout, request),
    chosen: (named) => named ?? chosenStore(world, checkout),
    tools: { world, checkout, stateRoot: stateRootOf(world.host), ...request },
  };
}

/** avb's credentials, and those of a checkout's own: NOT_TRUSTED (4) before a person has allowed these. */
export function credentialsIn(
  checkout: Checkout,
  { namesOnly = false }: Pick<SecretsRequest, "namesOnly"> = {},
): readonly Credential[] {
  const { config, places } = checkout.loaded;
  if (Object.keys(config.credentials).length === 0) return CREDENTIALS;
  if (!namesOnly) requireTrust(checkout, ["credentials"]);
  return [...CREDENTIALS, ...ownCredentials(config.credentials, CREDENTIALS, (id) => places?.[`credentials.${id}`])];
}
