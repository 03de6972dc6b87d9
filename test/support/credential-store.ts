import { CREDENTIALS } from "../../src/credentials/catalogue.ts";
import type { Credential, Environment } from "../../src/domain/credential.ts";
import type { CredentialStore, FieldValues, StoreLook } from "../../src/domain/credential-store.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { World } from "../../src/domain/world.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import type { StoreTools } from "../../src/flows/secrets/store-tools.ts";
import { localStore } from "../../src/flows/secrets/stores/local.ts";

/** The credential of that id. */
export function credential(id: string): Credential {
  const found = CREDENTIALS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no credential ${id}`);
  return found;
}

/** What a store of this world is opened with. */
export async function storeTools(world: World, more: Partial<StoreTools> = {}): Promise<StoreTools> {
  const stateRoot = world.host.env.AVB_STATE_DIR ?? "";
  const checkout = await openCheckout(world);
  return { world, checkout, stateRoot, environment: "dev", command: "avb secrets set", ...more };
}

/** The local store of this world. */
export const local = async (world: World, environment: Environment = "dev", more: Partial<StoreTools> = {}) =>
  localStore(await storeTools(world, { environment, ...more }));

/** Plain texts as fields. */
export const values = (texts: Readonly<Record<string, string>>): FieldValues =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, new Secret(text)]));

/** Stores these texts. */
export const put = (store: CredentialStore, id: string, texts: Readonly<Record<string, string>>) =>
  store.write([{ credential: credential(id), fields: values(texts), tags: {} }]);

/** What a store holds of a credential. */
export const lookAt = async (store: CredentialStore, id: string): Promise<StoreLook | undefined> =>
  (await store.look([credential(id)])).get(id);

/** The plain texts that a store holds of a credential; undefined where there is none. */
export async function texts(store: CredentialStore, id: string): Promise<Readonly<Record<string, string>> | undefined> {
  const look = await lookAt(store, id);
  if (look?.state !== "present") return undefined;
  return Object.fromEntries(Object.entries(look.found.fields).map(([name, secret]) => [name, secret.reveal()]));
}
