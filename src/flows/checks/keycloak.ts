import type { Check, Finding, Patient } from "../../domain/check.ts";
import { findings } from "../../domain/check.ts";
import type { KeycloakFields } from "../../domain/keycloak.ts";
import type { Stack } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import { byName } from "../../services/keycloak/field-changes.ts";
import { liveSecrets } from "../live/live-secrets.ts";
import { serviceOf } from "../live/look-at-live.ts";
import { wantedIdentities } from "../plan-seed.ts";
import { realToken } from "../real-token.ts";
import { realmOf } from "../seeding/keycloak-place.ts";

const FIX = "avb dev seed keycloak";
const TIMEOUT_MS = 15_000;
const BACKEND = "agentvoicebox-backend";

/** The realm of a Keycloak that runs: what an application stumbles over first (facts, 2.4 and 2.5). */
export const keycloakCheck: Check = {
  id: "keycloak",
  title: "Keycloak's realm",
  looksAt: "whether the realm is there, tokens say what applications read, and service accounts have their roles",
  run: async (world, patient) => {
    const stack = await patient.stack();
    if (!stack.running.has("keycloak")) return [{ state: "ok", says: "no Keycloak runs in this stack" }];
    if (!(await isUp(patient))) return [{ state: "ok", says: "Keycloak does not run now" }];
    const found = await realmFindings(world, patient, stack).catch((error: unknown) => [
      fail(`the realm cannot be read: ${error instanceof Error ? error.message : String(error)}`, "avb dev status"),
    ]);
    return findings(found, "the realm is there, its tokens say what applications read");
  },
};

const fail = (says: string, fix = FIX): Finding => ({ state: "fail", says, fixes: [fix] });

/** Only this checkout's containers count: another checkout may have a Keycloak too. */
const isUp = async ({ checkout, containers }: Patient): Promise<boolean> =>
  (await containers().catch(() => [])).some(
    (one) => serviceOf(one) === "keycloak" && one.labels["avb.checkout"] === checkout.id && one.life === "running",
  );

async function realmFindings(world: World, { checkout }: Patient, stack: Stack): Promise<readonly Finding[]> {
  const identities = await wantedIdentities(world, checkout);
  const subject = { world, checkout, stack, secrets: await liveSecrets(world, checkout) };
  const realm = await realmOf(subject, identities.realm, AbortSignal.timeout(TIMEOUT_MS));
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
  const [profile, token] = await Promise.all([realm.profile(), claimFindings(world, { ...subject })]);
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
