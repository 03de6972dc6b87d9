import type { Proof } from "../../domain/proof.ts";
import type { SeedVerdict } from "../../domain/seeding.ts";
import { turns } from "../../domain/turns.ts";
import type { VaultApi } from "../../services/vault/api.ts";
import { askVault } from "../../services/vault/ask.ts";
import { NEVER_TRIED } from "../../services/vault/attempt-paths.ts";
import {
  askable,
  type Bearer,
  beyondItsRows,
  elsewhere,
  escalation,
  rightsOn,
  rowsOfOthers,
} from "../../services/vault/attempts.ts";
import { bearersOf, DEVELOPER } from "../../services/vault/bearers.ts";
import { lookAtVault } from "../../services/vault/seed.ts";
import { type WantedVault, wantedThings } from "../../services/vault/wanted.ts";
import { openVaultDocuments } from "../vault/vault-documents.ts";
import { reading, stackVault } from "../vault/vault-place.ts";
import { type Claim, tried, untried, wordsOf } from "./claim.ts";
import { capabilities, FIX, idOf, refused, type SignedIn, signInAs, withToken } from "./vault-bearer.ts";
import { proveUsers } from "./vault-users.ts";
import { useOf } from "./vault-uses.ts";
import type { ProofSubject, Verifier } from "./verifier.ts";

const AT_ONCE = 12;

/** Vault: it holds what the documents say, and each policy of the matrix lets through its rows and nothing else. */
export const vaultVerifier: Verifier = {
  id: "vault",
  title: "Vault: documents and the permission matrix",
  service: "vault",
  async prove(subject) {
    const { world, stack, secrets, signal } = subject;
    const wanted = await openVaultDocuments(subject);
    const api = stackVault(world, stack, await secrets.get("vault/root-token"), signal);
    const hasDatabase = stack.running.has("postgres");
    const wishes = { mount: wanted.mount, hasDatabase, everything: false, prune: false, made: new Set<string>() };
    const { verdicts } = await reading(api, () => lookAtVault(api, wantedThings(wanted), wishes));
    const bearers = bearersOf(wanted);
    const proven = await Promise.all(bearers.map((bearer) => proveBearer({ api, subject, wanted, bearers }, bearer)));
    return [...verdicts.flatMap(documentProof), await nobody(api, wanted), ...proven.flat()];
  },
};

const documentProof = ({ kind, key, do: word, why }: SeedVerdict): readonly Proof[] => {
  const about: Claim = {
    id: `vault.document.${idOf(`${kind}-${key}`)}`,
    claim: `${kind} ${key} is as the documents say`,
    fix: FIX,
  };
  if (word === "keep") return [{ id: about.id, claim: about.claim, outcome: "held" }];
  if (kind === "mount" && key === "database" && word === "blocked") return [untried(about, why ?? "")];
  return [{ ...about, outcome: "broken", said: why ?? word }];
};

const nobody = (api: VaultApi, { mount }: WantedVault): Promise<Proof> =>
  tried({ id: "vault.nobody", claim: "nobody reads a secret without a token", fix: FIX }, async () => {
    const call = { method: "GET", path: `${mount}/data/agentvoicebox/backend/django` } as const;
    const { status } = await askVault({ ...api.place, token: "" }, call);
    return status === 403 ? undefined : `it answered ${status}`;
  });

interface Proving {
  readonly api: VaultApi;
  readonly subject: ProofSubject;
  readonly wanted: WantedVault;
  readonly bearers: readonly Bearer[];
}

async function proveBearer(of: Proving, bearer: Bearer): Promise<readonly Proof[]> {
  const { api, subject, wanted, bearers } = of;
  const { policy } = bearer;
  const way = policy === DEVELOPER ? "the development token" : `AppRole ${policy}`;
  const claim: Claim = { id: `vault.${policy}.sign-in`, claim: `${way} gives policy ${policy} and no other`, fix: FIX };
  let who: SignedIn;
  try {
    const id = wanted.document.tokens?.find(
      ({ policies }) => Array.isArray(policies) && policies.includes(DEVELOPER),
    )?.id;
    who =
      policy === DEVELOPER
        ? await withToken(api, bearer, wanted.tokenOf(id).secret)
        : await signInAs(api, bearer, subject);
  } catch (error) {
    return [{ ...claim, outcome: "broken", said: wordsOf(error) }];
  }
  const own = who.policies.filter((name) => name !== "default").join(", ");
  const signIn = await tried(claim, async () => (own === policy ? undefined : `it gives ${own}`));
  const turn = turns(AT_ONCE);
  const attempts = [
    ...beyondItsRows(who),
    ...rowsOfOthers(who, bearers),
    ...elsewhere(who, wanted.mount),
    ...escalation(who),
  ];
  const proofs = await Promise.all([
    ...(await rows(who, of)),
    ...(await told(who)),
    ...attempts.map((attempt) => turn(() => refused(api, who, attempt))),
  ]);
  const users = subject.stack.running.has("postgres") ? await proveUsers(api, who, subject) : [];
  if (policy !== DEVELOPER) await api.write("auth/token/revoke", { token: who.place.token });
  return [signIn, ...proofs, ...users];
}

/** Each row is really used. */
async function rows(who: SignedIn, { wanted }: Proving): Promise<readonly Promise<Proof>[]> {
  const secrets = (wanted.document.secrets ?? []).map(({ path }) => `${wanted.mount}/data/${path}`);
  return who.rights.flatMap(({ path, capabilities: may }) => {
    const use = useOf(path);
    const claim = `policy ${who.policy} lets ${may.join(" and ")} ${path}`;
    const about = { id: `vault.${who.policy}.${may.join("-")}.${idOf(path)}`, claim, fix: FIX };
    return use === undefined ? [] : [tried(about, () => use(who, path, secrets))];
  });
}

/** What Vault itself says of the token's rights: exactly the row's on each row's path, none where a try would do harm. */
async function told(who: SignedIn): Promise<readonly Promise<Proof>[]> {
  const paths = [...who.rights.map(({ path }) => askable(path)), ...NEVER_TRIED];
  const held = await capabilities(who, paths);
  return paths.map((path) => {
    const want = rightsOn(who, path).toSorted().join(", ") || "deny";
    const about = {
      id: `vault.${who.policy}.exactly.${idOf(path)}`,
      claim: `policy ${who.policy} gives exactly '${want}' on ${path}`,
      fix: FIX,
    };
    return tried(about, async () => {
      const have = held.get(path)?.join(", ") ?? "";
      return have === want ? undefined : `it gives '${have}'`;
    });
  });
}
