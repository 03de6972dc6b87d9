import type { Proof } from "../../domain/proof.ts";
import type { SeedVerdict } from "../../domain/seeding.ts";
import { services } from "../../services/index.ts";
import { openRealm, type RealmReader, readerFor, type UserFields } from "../keycloak-reader.ts";
import { wantedIdentities } from "../plan-seed.ts";
import { type SeedTarget, seedTargets } from "../seeding/seed-targets.ts";
import { type Claim, tried, untried } from "./claim.ts";
import type { ProofSubject, Verifier } from "./verifier.ts";

const FIX = "avb dev seed keycloak";
const CHANGED = "Changed by a proof";
const SEEN: Claim = {
  ...{ id: "sync.profile.out", claim: "a user's name changed in Keycloak is seen against the documents", fix: FIX },
};
const BACK: Claim = { id: "sync.profile.back", claim: "the documents' name is written back into Keycloak", fix: FIX };

/** The user profile, both ways: a change in Keycloak is seen against the documents, and they are written back. */
export const syncVerifier: Verifier = {
  id: "sync",
  title: "Sync: user profile",
  async prove(subject) {
    const target = await keycloakTarget(subject);
    if (target === undefined) return [untried(SEEN, "no Keycloak is in this stack"), untried(BACK, "the same")];
    const before = await target.look(subject.signal);
    if (before.differing > 0) return [SEEN, BACK].map((claim) => untried(claim, `Keycloak differs already: ${FIX}`));
    return proveProfile(subject, target);
  },
};

async function keycloakTarget({ world, checkout, stack }: ProofSubject): Promise<SeedTarget | undefined> {
  const keycloak = services.filter(({ id }) => id === "keycloak");
  return (await seedTargets(world, checkout, { stack, services: keycloak, prune: false }))[0];
}

async function proveProfile(subject: ProofSubject, target: SeedTarget): Promise<readonly Proof[]> {
  const { username, reader, id, fields } = await somebody(subject);
  const isTheirs = ({ key, do: word }: SeedVerdict) => word === "update" && key.includes(username);
  try {
    const seen = await tried(SEEN, async () => {
      await reader.write(id, { ...fields, lastName: CHANGED });
      const { verdicts } = await target.look(subject.signal);
      return verdicts.some(isTheirs) ? undefined : `${username} counts as unchanged`;
    });
    const back = await tried(BACK, async () => {
      const look = await target.look(subject.signal);
      if (look.differing !== 1) return `${look.differing} things differ, and one was changed`;
      await target.write(look, subject);
      const { lastName } = await reader.fields(id);
      return lastName === fields.lastName ? undefined : `the name is ${String(lastName)}`;
    });
    return [seen, back];
  } finally {
    if ((await reader.fields(id)).lastName === CHANGED) await reader.write(id, fields);
  }
}

interface Somebody {
  readonly username: string;
  readonly reader: RealmReader;
  readonly id: string;
  readonly fields: UserFields;
}

/** The document's last user, as Keycloak has it. */
async function somebody(subject: ProofSubject): Promise<Somebody> {
  const { world, checkout, stack, signal } = subject;
  const { realm, users } = await wantedIdentities(world, checkout);
  const username = users.at(-1)?.username ?? "";
  const [port, account] = [stack.ports.get("keycloak.http") ?? 0, await readerFor(subject, realm)];
  const reader = await openRealm(world, { port, realm, account, signal });
  const id = (await reader.user(username)) ?? "";
  return { username, reader, id, fields: await reader.fields(id) };
}
