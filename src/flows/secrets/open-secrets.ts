import { CREDENTIALS } from "../../credentials/catalogue.ts";
import { ownCredentials } from "../../credentials/own.ts";
import { stateRootOf } from "../../domain/checkout.ts";
import type { Credential, Environment } from "../../domain/credential.ts";
import type { Secret } from "../../domain/secret.ts";
import { requireTrust } from "../../domain/trust.ts";
import type { World } from "../../domain/world.ts";
import { openCheckout } from "../open-checkout.ts";
import type { StoreTools } from "./store-tools.ts";

/** What a verb of credentials starts from: every credential that is known here, and what opens their stores. */
export interface Secrets {
  readonly all: readonly Credential[];
  readonly tools: StoreTools;
}

/** What the command knows. */
export interface SecretsRequest {
  readonly environment: Environment;
  readonly command: string;
  readonly ask?: (question: string) => Promise<Secret>;
  readonly withPassphrase?: boolean;
  /** Use a store elsewhere though it looks like production or is not the pinned one. */
  readonly allowProduction?: boolean;
  /** Tells the person a line of the story. */
  readonly say?: (text: string) => void;
}

/** The credentials known in this checkout. Those of `.devenvrc` are used only where the file is trusted. */
export async function openSecrets(world: World, request: SecretsRequest): Promise<Secrets> {
  const checkout = await openCheckout(world);
  const { config, places } = checkout.loaded;
  if (Object.keys(config.credentials).length > 0) requireTrust(checkout, ["credentials"]);
  const all = [
    ...CREDENTIALS,
    ...ownCredentials(config.credentials, CREDENTIALS, (id) => places?.[`credentials.${id}`]),
  ];
  return { all, tools: { world, checkout, stateRoot: stateRootOf(world.host), ...request } };
}
