import type { StoreId } from "../../domain/credential-store.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { findHere } from "./known-credentials.ts";
import type { Secrets } from "./open-secrets.ts";
import { publishedKeys, USUAL_TOKEN_LIFE_MS } from "./published-keys.ts";
import { graceFrom } from "./rotate/grace.ts";
import { openStore } from "./stores.ts";

/** A JSON Web Key Set (RFC 7517). */
export interface JwksResult {
  readonly keys: readonly Readonly<Record<string, string>>[];
}

/** Which signing key is meant. */
export interface JwksRequest {
  readonly id: string;
  readonly store: StoreId;
  /** Symmetric keys with their secrets. */
  readonly reveal: boolean;
}

/** The keys by which tokens are checked: the next, the current and the previous one. CREDENTIAL_HIDDEN (2) for symmetric ones. */
export async function jwks({ all, tools }: Secrets, { id, store, reveal }: JwksRequest): Promise<JwksResult> {
  const { world, environment, checkout } = tools;
  const credential = findHere(all, id, environment);
  const field = credential.fields.find(({ format }) => format === "signing-key")?.name;
  if (field === undefined) throw AvbError.of("CREDENTIAL_UNKNOWN", { id: `${id} as a signing key`, near: "jwt" });
  const lifeMs = graceFrom(checkout.loaded.config.rotations[id]?.grace) ?? USUAL_TOKEN_LIFE_MS;
  const found = await publishedKeys(openStore(tools, store), { credential, field }, { now: world.clock.now(), lifeMs });
  if (found.length === 0) throw AvbError.of("CREDENTIAL_ABSENT", { id, store, environment });
  const keys = await Promise.all(
    found.map(async ({ key }) => {
      const text = key.reveal();
      const isSymmetric = (await world.jwt.keys.describe(text))?.algorithm === "HS256";
      if (isSymmetric && !reveal)
        throw AvbError.of("CREDENTIAL_HIDDEN", {
          what: "a key set of symmetric keys",
          fix: "use a pair: avb secrets rotate jwt --algorithm ES256",
        });
      return world.jwt.keys.verifying(text);
    }),
  );
  return { keys: keys.filter((one) => one !== undefined) };
}
