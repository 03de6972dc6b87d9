import { shownSecret } from "../../domain/document-references.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import type { KeycloakRealm } from "../../domain/keycloak.ts";
import type { Report } from "../../domain/plan.ts";
import { Secret } from "../../domain/secret.ts";
import { isWritten, type LookWishes, type SeedLook } from "../../domain/seeding.ts";
import { turns } from "../../domain/turns.ts";
import { type HeldRealm, heldRealm } from "../../services/keycloak/held.ts";
import { afterNewRealm } from "../../services/keycloak/new-realm.ts";
import type { RealmContext } from "../../services/keycloak/realm-context.ts";
import type { RealmKeys } from "../../services/keycloak/realm-keys.ts";
import { planNewRealm, planRealm, type RealmPlan } from "../../services/keycloak/realm-plan.ts";
import { clientSecretNames, type WantedRealm, withClientSecrets } from "../../services/keycloak/wanted.ts";
import { openLocalSecrets } from "../local-secrets.ts";
import { cachedKeyStep } from "./cached-key.ts";
import { carriedSecrets } from "./carried-secrets.ts";
import { knownPasswords } from "./keycloak-passwords.ts";
import { keycloakUrl, realmOf } from "./keycloak-place.ts";
import { readPatiently } from "./read-patiently.ts";
import { openRealm } from "./realm-documents.ts";
import type { Seeder, SeedSubject } from "./seeder.ts";
import { writeAll } from "./write-all.ts";

const TITLE = "Keycloak";

/** The realm with its clients, scopes, roles, groups and users. */
export const keycloakSeeder: Seeder = {
  // Redis holds the application's copy of the realm's key, Vault the clients' secrets.
  usable: ["redis", "vault"],
  async open(subject) {
    const { world, checkout } = subject;
    const key = (await openLocalSecrets(world, checkout)).get("seeds/digest").reveal();
    const shown = (secret: Secret) => shownSecret(secret, (text) => world.hash.hmac(key, text));
    const { want, facts } = await openRealm(subject, shown);
    return {
      facts,
      async look(wishes) {
        const carried = await carriedSecrets(subject, clientSecretNames(want), wishes.signal);
        return look(subject, { want: withClientSecrets(want, carried), shown }, wishes);
      },
    };
  },
};

interface Wanted {
  readonly want: WantedRealm;
  shown(secret: Secret): string;
}

async function look(subject: SeedSubject, { want, shown }: Wanted, wishes: LookWishes): Promise<SeedLook> {
  const { signal } = wishes;
  const [api, passwords] = await Promise.all([
    realmOf(subject, want.name, signal),
    knownPasswords(subject.world, subject.checkout),
  ]);
  const set = new Map<string, string>();
  const context: RealmContext = {
    ...{ api, want, shown },
    isPassword: (user, facts, password) => passwords.isKnown(user, facts, password),
    newKeys: () => keys ?? newKeys(subject),
    hashedPasswords: (users) =>
      passwords.hashed(users.flatMap(({ key: user, secret }) => (secret ? [{ user, password: secret }] : []))),
    passwordSet: (user, id) => void set.set(user, id),
  };
  const read = (realm: WantedRealm) => readRealm(subject, api, { want: realm, signal });
  const held = await read(want);
  // Another thread makes them while the rest is looked at.
  const keys = held === undefined ? newKeys(subject) : undefined;
  keys?.catch(() => undefined);
  const plan = held === undefined ? planNewRealm(context) : planRealm(context, held, wishes);
  const cached = await cachedKeyStep(subject, { realm: want.name, isNew: held === undefined, signal });
  const writeOf = (report: Pick<Report, "progress">) => {
    const of = { world: subject.world, title: TITLE, id: "keycloak", report, signal };
    return (stages: RealmPlan["stages"]) => writeAll(stages, of);
  };
  return {
    verdicts: [...plan.verdicts, ...cached.verdicts],
    differing: [...plan.verdicts, ...cached.verdicts].filter(isWritten).length,
    async write(report) {
      const write = writeOf(report);
      if (held === undefined) {
        await write(plan.stages);
        const rest = afterNewRealm(want);
        const made = await read(rest);
        if (made === undefined) throw AvbError.of("BUG", { what: `the realm ${want.name} was made and is not there` });
        // What was made with the realm is not named any more, and not to be removed for that.
        await write(planRealm({ ...context, want: rest }, made, { prune: false, made: wishes.made }).stages);
      } else await write(plan.stages);
      await write(cached.stages);
      await passwords.keep(await setNow(api, want, set));
      return [];
    },
  };
}

async function newKeys({ world: { random } }: SeedSubject): Promise<RealmKeys> {
  const [signing, encryption] = await Promise.all([random.rsaKey(), random.rsaKey()]);
  return { signing: new Secret(signing), encryption: new Secret(encryption) };
}

/** SEED_NOT_READ (9) where the realm cannot be read to its end: half a realm is never compared. */
function readRealm(
  subject: SeedSubject,
  api: KeycloakRealm,
  { want, signal }: { readonly want: WantedRealm; readonly signal: AbortSignal },
): Promise<HeldRealm | undefined> {
  const from = { service: TITLE, id: "keycloak", url: keycloakUrl(subject), signal };
  return readPatiently(subject.world, () => heldRealm(api, want), from);
}

const AT_ONCE = 8;

/** The passwords that were just set, with what Keycloak says of them; `set` has the users' ids by their names. */
async function setNow(api: KeycloakRealm, { users }: WantedRealm, set: ReadonlyMap<string, string>) {
  const turn = turns(AT_ONCE);
  const all = users.map(async ({ key: user, secret: password }) => {
    const id = set.get(user);
    const facts = id === undefined ? undefined : await turn(() => api.passwordOf(id));
    return facts === undefined || password === undefined ? [] : [{ user, facts, password }];
  });
  return (await Promise.all(all)).flat();
}
