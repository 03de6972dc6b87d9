import type { Checkout } from "../../domain/checkout.ts";
import type { PasswordFacts } from "../../domain/keycloak.ts";
import type { Secret } from "../../domain/secret.ts";
import { isCount, isMapOf, isRecordOf, isText, readJson } from "../../domain/shape.ts";
import type { World } from "../../domain/world.ts";
import { openLocalSecrets } from "../local-secrets.ts";

/** A password that avb set: which credential, when, and a digest of it that is keyed by the checkout. */
interface SetPassword {
  readonly id: string;
  readonly createdDate: number;
  readonly digest: string;
}

type Passwords = Readonly<Record<string, SetPassword>>;

const isPasswords = isMapOf(isRecordOf<SetPassword>({ id: isText, createdDate: isCount, digest: isText }));

/**
 * What is known of the passwords in Keycloak. A password cannot be read back, and a login to try it would leave a session,
 * cost a hash and count as a failure where it is another one. Keycloak tells when each was set: one that was set at the
 * moment that is written down here is the one that avb set then.
 */
export interface KnownPasswords {
  isKnown(user: string, facts: PasswordFacts | undefined, password: Secret): boolean;
  /** Writes down that these are the passwords of these users now. */
  keep(
    set: readonly { readonly user: string; readonly facts: PasswordFacts; readonly password: Secret }[],
  ): Promise<void>;
}

/** Opens the record; one that cannot be read knows nothing, so that the passwords are set again. */
export async function knownPasswords(world: World, checkout: Checkout): Promise<KnownPasswords> {
  const path = checkout.state.passwords;
  const text = await world.files.read(path);
  let known: Passwords = (text === undefined ? undefined : readJson(text, isPasswords)) ?? {};
  const key = (await openLocalSecrets(world, checkout)).get("keycloak/password-digest").reveal();
  const digestOf = (user: string, password: Secret) => world.hash.hmac(key, `${user}\n${password.reveal()}`);
  return {
    isKnown(user, facts, password) {
      const own = Object.hasOwn(known, user) ? known[user] : undefined;
      if (own === undefined || facts === undefined) return false;
      return own.id === facts.id && own.createdDate === facts.createdDate && own.digest === digestOf(user, password);
    },
    async keep(set) {
      if (set.length === 0) return;
      const now = set.map(
        ({ user, facts, password }) => [user, { ...facts, digest: digestOf(user, password) }] as const,
      );
      known = { ...known, ...Object.fromEntries(now) };
      await world.files.write(path, `${JSON.stringify(known)}\n`);
    },
  };
}
