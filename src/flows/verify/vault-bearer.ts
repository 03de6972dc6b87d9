import type { Proof } from "../../domain/proof.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import type { Secret } from "../../domain/secret.ts";
import type { VaultApi } from "../../services/vault/api.ts";
import { askVault, errorsIn, refusalOf, type VaultPlace, type VaultReply } from "../../services/vault/ask.ts";
import type { Attempt, Bearer } from "../../services/vault/attempts.ts";
import { approleSecrets } from "../../services/vault/credentials.ts";
import { isRecord } from "../../services/vault/document-fields.ts";
import { type Claim, tried } from "./claim.ts";
import type { ProofSubject } from "./verifier.ts";

/** Somebody's rights, and the token by which they are tried. */
export interface SignedIn extends Bearer {
  readonly place: VaultPlace;
  /** The policies that the token really has. */
  readonly policies: readonly string[];
}

/** Signs in by the AppRole of a policy's name, as the workload would. */
export async function signInAs(admin: VaultApi, bearer: Bearer, { secrets }: ProofSubject): Promise<SignedIn> {
  const names = approleSecrets(bearer.policy);
  const body = {
    role_id: (await secrets.get(names.roleId)).reveal(),
    secret_id: (await secrets.get(names.secretId)).reveal(),
  };
  const call = { method: "POST", path: "auth/approle/login", body } as const;
  const reply = await askVault({ ...admin.place, token: "" }, call);
  const auth = reply.body.auth;
  if (!isRecord(auth)) throw new ServiceRefusal(`the AppRole ${bearer.policy} is not let in: ${errorsIn(reply)}`);
  return {
    ...bearer,
    place: { ...admin.place, token: String(auth.client_token) },
    policies: textsIn(auth.token_policies),
  };
}

/** Whoever has a token that is known beforehand. */
export async function withToken(admin: VaultApi, bearer: Bearer, token: Secret): Promise<SignedIn> {
  const place = { ...admin.place, token: token.reveal() };
  const reply = await done(place, "GET", "auth/token/lookup-self");
  return { ...bearer, place, policies: textsIn(isRecord(reply.body.data) ? reply.body.data.policies : undefined) };
}

/** One request that must be done; ServiceRefusal otherwise. */
export async function done(
  place: VaultPlace,
  method: "GET" | "POST",
  path: string,
  body?: object,
): Promise<VaultReply> {
  const call = { method, path, ...(body === undefined ? {} : { body }) };
  const reply = await askVault(place, call);
  if (reply.status >= 300) throw refusalOf(call, reply);
  return reply;
}

/** Tries what must be refused; should it be done, it is undone. Anything but 403 means that the policy let it through. */
export function refused(
  admin: VaultApi,
  { policy, place }: SignedIn,
  { capability, shown, call, undo }: Attempt,
): Promise<Proof> {
  const about: Claim = {
    id: `vault.${policy}.no-${capability}.${idOf(shown)}`,
    claim: `policy ${policy} does not let ${capability} ${shown}`,
    fix: FIX,
  };
  return tried(about, async () => {
    const reply = await askVault(place, call);
    if (reply.status === 403) return undefined;
    if (reply.status < 300 && undo !== undefined) await askVault(admin.place, undo);
    return `it was let through, and Vault answered ${reply.status}`;
  });
}

/** What Vault says that a token can do on some paths. */
export async function capabilities(
  { place }: SignedIn,
  paths: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { body } = await done(place, "POST", "sys/capabilities-self", { paths });
  const data = isRecord(body.data) ? body.data : {};
  return new Map(paths.map((path) => [path, textsIn(data[path]).toSorted()]));
}

/** A path as a part of a proof's id. */
export const idOf = (path: string): string => path.replace(/[^\w]+/g, "-").replace(/^-|-$/g, "");

export const FIX = "avb dev seed vault";

const textsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
