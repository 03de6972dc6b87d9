import type { StoreId } from "../../src/domain/credential-store.ts";
import type { World } from "../../src/domain/world.ts";
import { getCredential } from "../../src/flows/secrets/get.ts";
import { openSecrets, type Secrets, type SecretsRequest } from "../../src/flows/secrets/open-secrets.ts";
import { setCredential } from "../../src/flows/secrets/set.ts";

/** The credentials of a world, opened as a command opens them. */
export const secretsOf = (world: World, more: Partial<SecretsRequest> = {}): Promise<Secrets> =>
  openSecrets(world, { environment: "dev", command: "avb secrets test", ...more });

/** Stores a text as `avb secrets set` does. */
export const set = (
  secrets: Secrets,
  id: string,
  text: string,
  more: { field?: string; unchecked?: boolean; store?: StoreId } = {},
) =>
  setCredential(secrets, {
    ...{ id, store: "local", unchecked: false, source: "stdin", ...more },
    text: async () => text,
  });

/** What the local store holds, in the clear. */
export async function held(secrets: Secrets, id: string): Promise<Readonly<Record<string, string | undefined>>> {
  const { fields } = await getCredential(secrets, { id, store: "local", reveal: true });
  return Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value]));
}
