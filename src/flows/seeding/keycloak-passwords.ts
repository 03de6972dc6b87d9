import type { Checkout } from "../../domain/checkout.ts";
import type { PasswordFacts } from "../../domain/keycloak.ts";
import type { Secret } from "../../domain/secret.ts";
import { isCount, isMapOf, isRecordOf, isText, readJson } from "../../domain/shape.ts";
import type { World } from "../../domain/world.ts";
import type { HashedPassword } from "../../services/keycloak/new-password.ts";
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
  keep(set: readonly SetNow[]): Promise<void>;
  /** Passwords for users that are to be made, by the users' names: written down already, so that a run that is killed after they were sent knows them. */
  hashed(users: readonly Omit<SetNow, "facts">[]): Promise<ReadonlyMap<string, HashedPassword>>;
}

/** A password that is some user's. */
interface SetNow {
  readonly user: string;
  readonly facts: PasswordFacts;
  readonly password: Secret;
}

/** A password of 132 random bits gains nothing from more, and Keycloak hashes it anew, as the realm's policy says, when it is first used. */
const ROUNDS = 100;
/** A multiple of six bits and of eight, so that the token is base64 without padding. */
const SALT_BITS = 144;

/** Opens the record; one that cannot be read knows nothing, so that the passwords are set again. */
export async function knownPasswords(world: World, checkout: Checkout): Promise<KnownPasswords> {
  const path = checkout.state.passwords;
  const text = await world.files.read(path);
  let known: Passwords = (text === undefined ? undefined : readJson(text, isPasswords)) ?? {};
  const key = (await openLocalSecrets(world, checkout)).get("keycloak/password-digest").reveal();
  const digestOf = (user: string, password: Secret) => world.hash.hmac(key, `${user}\n${password.reveal()}`);
  let writing: Promise<void> = Promise.resolve();
  const keep = async (set: readonly SetNow[]): Promise<void> => {
    if (set.length === 0) return;
    const now = set.map(
      ({ user, facts: { id, createdDate }, password }) =>
        [user, { id, createdDate, digest: digestOf(user, password) }] as const,
    );
    known = { ...known, ...Object.fromEntries(now) };
    // One at a time, each with all that is known by then.
    writing = writing.then(() => world.files.write(path, `${JSON.stringify(known)}\n`));
    await writing;
  };
  return {
    isKnown(user, facts, password) {
      const own = Object.hasOwn(known, user) ? known[user] : undefined;
      if (own === undefined || facts === undefined) return false;
      return own.id === facts.id && own.createdDate === facts.createdDate && own.digest === digestOf(user, password);
    },
    keep,
    async hashed(users) {
      const set = users.map((one) => ({ ...one, facts: hashedPassword(world, one.password) }));
      await keep(set);
      return new Map(set.map(({ user, facts }) => [user, facts]));
    },
  };
}

function hashedPassword({ clock, hash, random }: World, password: Secret): HashedPassword {
  const salt = random.token(SALT_BITS).replaceAll("-", "+").replaceAll("_", "/");
  const stored = { salt, hash: hash.pbkdf2(password.reveal(), salt, ROUNDS), rounds: ROUNDS };
  return { id: random.uuid(), createdDate: clock.now(), ...stored };
}
