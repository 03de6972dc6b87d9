import type { Check, Finding } from "../../domain/check.ts";
import type { KeycloakFields } from "../../domain/keycloak.ts";
import type { World } from "../../domain/world.ts";
import { byName } from "../../services/keycloak/field-changes.ts";
import { wantedIdentities } from "../plan-seed.ts";
import { realToken } from "../real-token.ts";
import { realmOf } from "../seeding/keycloak-place.ts";
import type { SeedSubject } from "../seeding/seeder.ts";
import { liveCheck, unseeded } from "./live-service.ts";

const BACKEND = "agentvoicebox-backend";

/** The realm of a Keycloak that runs: what an application stumbles over first (facts, 2.4 and 2.5). */
export const keycloakCheck: Check = liveCheck({
  ...{ id: "keycloak", title: "Keycloak's realm", service: "keycloak" },
  looksAt: "whether the realm is there, tokens say what applications read, and service accounts have their roles",
  wellness: "the realm is there, its tokens say what applications read",
  look: realmFindings,
});

const fail = (says: string): Finding => unseeded("keycloak", says);

async function realmFindings(subject: SeedSubject, signal: AbortSignal): Promise<readonly Finding[]> {
  const { world, checkout } = subject;
  const identities = await wantedIdentities(world, checkout);
  const realm = await realmOf(subject, identities.realm, signal);
  if ((await realm.settings()) === undefined) return [fail(`there is no realm ${identities.realm}`)];
  const clients = await realm.list("clients");
  const services = identities.clients.filter(({ grants }) => grants.includes("client_credentials"));
  const rights = services.map(async ({ clientId, realmManagementRoles = [] }): Promise<readonly Finding[]> => {
    const client = clients.find((one) => one.clientId === clientId);
    if (client?.serviceAccountsEnabled !== true) return [fail(`${clientId} has no service account`)];
    const { id } = await realm.serviceAccountOf(String(client.id));
    const held = (await realm.mappingsOf(String(id))).clients["realm-management"] ?? [];
    const missing = realmManagementRoles.filter((role) => !held.includes(role));
    return missing.length === 0
      ? []
      : [
          fail(
            `the service account of ${clientId} has not ${missing.join(", ")}: its calls of the admin API are answered with 403`,
          ),
        ];
  });
  const [profile, token] = await Promise.all([realm.profile(), claimFindings(world, subject)]);
  return [...profileFindings(profile), ...(await Promise.all(rights)).flat(), ...token];
}

function profileFindings({ attributes, unmanagedAttributePolicy = "DISABLED" }: KeycloakFields): readonly Finding[] {
  const tenant = byName(attributes).get("tenant_id");
  const may = [Object(tenant?.permissions).edit ?? []].flat();
  if (tenant === undefined)
    return [fail("the user profile has no tenant_id: Keycloak drops it from every user that is written")];
  return [
    ...(may.includes("user") ? [fail("users may change their own tenant_id")] : []),
    ...(unmanagedAttributePolicy === "ENABLED" ? [fail("users may give themselves any attribute")] : []),
  ];
}

/** A token of the ordinary user, claim by claim. */
async function claimFindings(world: World, place: Parameters<typeof realToken>[1]): Promise<readonly Finding[]> {
  const { claims } = await realToken(world, place, {});
  const issuer = `http://localhost:${place.stack.ports.get("keycloak.http") ?? 0}/realms/agentvoicebox`;
  const roles: unknown = Object(claims.realm_access).roles;
  const rows: readonly (readonly [boolean, string])[] = [
    [typeof claims.sub === "string", "a token has no sub: the client scope 'basic' is not linked"],
    [typeof claims.tenant_id === "string", "a token has no tenant_id"],
    [[claims.aud].flat().includes(BACKEND), `a token's aud has not ${BACKEND}, so Django refuses it`],
    [Array.isArray(roles) && roles.length > 0, "a token has no realm_access.roles"],
    [claims.iss === issuer, `a token's iss is ${String(claims.iss)}, and ${issuer} is expected`],
  ];
  return rows.flatMap(([isWell, says]) => (isWell ? [] : [fail(says)]));
}
