import type { Proof } from "../../domain/proof.ts";
import type { SeedVerdict } from "../../domain/seeding.ts";
import { clientSecretName, passwordName } from "../../services/keycloak/wanted.ts";
import { wantedIdentities } from "../plan-seed.ts";
import { realmOf } from "../seeding/keycloak-place.ts";
import { keycloakSeeder } from "../seeding/seed-keycloak.ts";
import { stackSecrets } from "../stack-secrets.ts";
import { tried, wordsOf } from "./claim.ts";
import { proveRefusals } from "./keycloak/prove-refusals.ts";
import { proveIssuer, proveServices } from "./keycloak/prove-services.ts";
import { proveTenant } from "./keycloak/prove-tenant.ts";
import { type ProvedRealm, proveUsers } from "./keycloak/prove-users.ts";
import { signInCalls } from "./keycloak/sign-in-calls.ts";
import type { ProofSubject, Verifier } from "./verifier.ts";

const SEED = "avb dev seed keycloak";

/** Keycloak: the realm as the documents have it, every user's logins and claims, and what is refused. */
export const keycloakVerifier: Verifier = {
  id: "keycloak",
  title: "Keycloak: sign-in",
  service: "keycloak",
  async prove(subject) {
    const documents = await proveDocuments(subject);
    const realm = await provedRealm(subject).catch((error: unknown) => wordsOf(error));
    if (typeof realm === "string") return documents;
    subject.progress("users sign in");
    const users = await proveUsers(realm);
    subject.progress("what must be refused");
    const [services, issuer, refusals] = await Promise.all([
      proveServices(realm),
      proveIssuer(realm),
      proveRefusals(realm),
    ]);
    return [...documents, ...users, ...services, ...issuer, ...refusals, ...(await proveTenant(realm))];
  },
};

async function provedRealm(subject: ProofSubject): Promise<ProvedRealm> {
  const { world, checkout, stack, secrets, signal } = subject;
  const identities = await wantedIdentities(world, checkout);
  const names = identities.clients.map(clientSecretName);
  const held = await stackSecrets(world, checkout, { stack, names, orLocal: true });
  const admin = await realmOf(subject, identities.realm, signal);
  const [users, settings] = await Promise.all([admin.list("users"), admin.settings()]);
  return {
    ...{ world, identities, lifeSeconds: Number(settings?.accessTokenLifespan) },
    calls: signInCalls(world, { port: stack.ports.get("keycloak.http") ?? 0, realm: identities.realm, signal }),
    ids: new Map(users.map(({ username, id }) => [String(username), String(id)])),
    password: (user) => secrets.get(passwordName(user)),
    clientSecret: async (clientId) => held.get(clientSecretName({ clientId })),
  };
}

/** One claim for each thing of the documents, and that nothing leads out. */
async function proveDocuments(subject: ProofSubject): Promise<readonly Proof[]> {
  const about = { id: "keycloak.realm.read", claim: "the realm can be compared with its documents", fix: SEED };
  const { ids, signal } = subject;
  try {
    const seeding = await keycloakSeeder.open(subject);
    const { verdicts } = await seeding.look({ everything: true, prune: false, made: new Set(), ids, signal });
    const wanted = verdicts.filter((verdict) => verdict.do !== "orphan");
    const strangers = verdicts.filter(({ kind }) => kind === "identity provider");
    const outside = { id: "keycloak.no-identity-provider", claim: "the realm trusts no identity provider of others" };
    return [
      await tried(about, async () => (wanted.length > 0 ? undefined : "nothing was compared")),
      ...wanted.map(asProof),
      await tried({ ...outside, fix: "remove it in the admin console: avb dev open keycloak" }, async () =>
        strangers.length === 0 ? undefined : strangers.map(({ key }) => key).join(", "),
      ),
    ];
  } catch (error) {
    return [await tried(about, async () => wordsOf(error))];
  }
}

const asProof = ({ kind, key, do: does, why, fields = [] }: SeedVerdict): Proof => {
  const id = `keycloak.document.${kind.replaceAll(" ", "-")}.${key}`;
  const about = { id, claim: `${kind} ${key} is as the documents have it` };
  if (does === "keep") return { ...about, outcome: "held" };
  const told = fields.map(({ field, have, want }) => `${field} is ${have}, not ${want}`);
  return { ...about, outcome: "broken", said: [why, ...told].filter(Boolean).join("; "), fix: SEED };
};
