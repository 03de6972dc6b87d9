import type { Checkout } from "../../domain/checkout.ts";
import type { Environment } from "../../domain/credential.ts";
import { STORE_IDS, type StoreId } from "../../domain/credential-store.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { printable } from "../../domain/printable.ts";
import { DEVELOPMENT } from "../../domain/store-wishes.ts";
import { requireTrust } from "../../domain/trust.ts";
import type { World } from "../../domain/world.ts";

/**
 * The store that is used where a command is told no other: AVB_SECRETS_STORE, else `stores.use` of `.devenvrc`, else the local
 * file. VARIABLE_INVALID (2); NOT_TRUSTED (4) before a person has allowed the file to choose.
 */
export function chosenStore({ host }: World, checkout: Checkout): StoreId {
  const told = oneOf(host.env.AVB_SECRETS_STORE, STORE_IDS, "AVB_SECRETS_STORE");
  const { use } = checkout.loaded.config.stores;
  if (told === undefined && use !== undefined) requireTrust(checkout, ["stores"]);
  return told ?? use ?? "local";
}

/** Whose credentials programs, containers and seeds of this machine get: AVB_SECRETS_ENVIRONMENT, else `stores.environment`, else dev's. */
export function chosenEnvironment({ host }: World, checkout: Checkout): Environment {
  const told = oneOf(host.env.AVB_SECRETS_ENVIRONMENT, DEVELOPMENT, "AVB_SECRETS_ENVIRONMENT");
  const { environment } = checkout.loaded.config.stores;
  if (told === undefined && environment !== undefined) requireTrust(checkout, ["stores"]);
  return told ?? environment ?? "dev";
}

function oneOf<Word extends string>(
  text: string | undefined,
  words: readonly Word[],
  variable: string,
): Word | undefined {
  if (!text) return undefined;
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  const allowed = `one of ${words.join(", ")}`;
  throw AvbError.of("VARIABLE_INVALID", { variable, allowed, got: printable(text) });
}
