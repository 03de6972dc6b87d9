import type { Proof } from "../../../domain/proof.ts";
import { readJson } from "../../../domain/shape.ts";
import { tried } from "../claim.ts";
import { byPassword, type ProvedRealm } from "./prove-users.ts";

const FOREIGN = "11111111-1111-4111-8111-111111111111";
const JSON_TYPE = { accept: "application/json", "content-type": "application/json" };

/**
 * A user who may change the own tenant may read another tenant's data, so it is tried: through the account API, with the
 * user's own token. Where it works, the account is put back as it was.
 */
export async function proveTenant(realm: ProvedRealm): Promise<readonly Proof[]> {
  const user = realm.identities.users.find(({ attributes, enabled }) => enabled && attributes.tenant_id !== undefined);
  if (user === undefined) return [];
  const { calls } = realm;
  const id = "keycloak.refused.own-tenant";
  const about = { id, claim: "a user cannot change the own tenant_id", fix: "avb dev seed keycloak" };
  const act = async () => {
    const headers = { ...JSON_TYPE, authorization: `Bearer ${await byPassword(realm, user)}` };
    const before = await calls.ask("/account/", { headers });
    const account = readJson(before.body, isAccount);
    if (before.status !== 200 || account === undefined) return `the account API answered ${before.status}`;
    const attributes = Object(account.attributes);
    if (Object.hasOwn(attributes, "tenant_id")) return "the account API shows the user its tenant_id";
    const changed = JSON.stringify({ ...account, attributes: { ...attributes, tenant_id: [FOREIGN] } });
    await calls.ask("/account/", { method: "POST", headers, body: changed });
    const { tenant_id } = await claimsOf(realm, await byPassword(realm, user));
    if (tenant_id === user.attributes.tenant_id?.[0]) return undefined;
    const restored = JSON.stringify({ ...account, attributes: { ...attributes, ...user.attributes } });
    await calls.ask("/account/", { method: "POST", headers, body: restored });
    return `the next token said tenant ${String(tenant_id)}`;
  };
  return [await tried(about, act)];
}

const isAccount = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const claimsOf = async ({ world }: ProvedRealm, token: string) => (await world.jwt.decode(token)).claims;
