import type { Breakage, Json, Planter } from "./breakage.ts";

const USER = "user@agentvoicebox.local";

const found = async (at: Planter, path: string): Promise<Json> => (await at.keycloak("GET", path))[0] ?? {};
const client = (at: Planter, id: string) => found(at, `/clients?clientId=${id}`);
const user = (at: Planter, name: string) => found(at, `/users?exact=true&username=${encodeURIComponent(name)}`);
const scope = async (at: Planter): Promise<Json> => {
  const all: readonly Json[] = await at.keycloak("GET", "/client-scopes");
  return all.find(({ name }) => name === "agentvoicebox") ?? {};
};

/** Reads a thing, and writes it back with these fields in their places. */
async function change(at: Planter, path: string, fields: (now: Json) => object): Promise<void> {
  const now = await at.keycloak("GET", path);
  await at.keycloak("PUT", path, { ...now, ...fields(now) });
}

const changeClient = async (at: Planter, id: string, fields: (now: Json) => object): Promise<void> =>
  change(at, `/clients/${(await client(at, id)).id}`, fields);

async function dropMapper(at: Planter, name: string): Promise<void> {
  const { id, protocolMappers = [] } = await scope(at);
  const mapper = protocolMappers.find((one: Json) => one.name === name);
  await at.keycloak("DELETE", `/client-scopes/${id}/protocol-mappers/models/${mapper?.id}`);
}

async function takeRole(at: Planter, name: string, role: string): Promise<void> {
  const { id } = await user(at, name);
  await at.keycloak("DELETE", `/users/${id}/role-mappings/realm`, [await at.keycloak("GET", `/roles/${role}`)]);
}

const of = (id: string, caughtBy: RegExp, plant: Breakage["plant"]): Breakage => ({
  ...{ id: `keycloak.${id}`, service: "keycloak", caughtBy, plant },
});

/** What a person may do to the realm. */
export const KEYCLOAK_BREAKAGES: readonly Breakage[] = [
  of("role-dropped", /drift create role viewer/, (at) => at.keycloak("DELETE", "/roles/viewer")),
  of("role-taken", /proof keycloak\.document\.user\.billing@.*: realmRoles/, (at) =>
    takeRole(at, "billing@agentvoicebox.local", "billing_admin"),
  ),
  of("role-given", /proof keycloak\.document\.user\.operator@.*: realmRoles/, async (at) => {
    const { id } = await user(at, "operator@agentvoicebox.local");
    await at.keycloak("POST", `/users/${id}/role-mappings/realm`, [await at.keycloak("GET", "/roles/admin")]);
  }),
  of("mapper-removed", /proof keycloak\.document\.client-scope\.agentvoicebox: .*tenant_id/, (at) =>
    dropMapper(at, "tenant_id"),
  ),
  of("redirect-widened", /drift update client agentvoicebox-api/, (at) =>
    changeClient(at, "agentvoicebox-api", () => ({ redirectUris: ["*"] })),
  ),
  of("pkce-off", /proof keycloak\.refused\.no-pkce/, (at) =>
    changeClient(at, "portal-frontend", ({ attributes }) => ({
      attributes: { ...attributes, "pkce.code.challenge.method": "" },
    })),
  ),
  of("implicit-on", /proof keycloak\.document\.client\.portal-frontend: .*implicitFlowEnabled/, (at) =>
    changeClient(at, "portal-frontend", () => ({ implicitFlowEnabled: true })),
  ),
  of("secret-changed", /proof keycloak\.document\.client\.agentvoicebox-backend: secret/, async (at) =>
    at.keycloak("POST", `/clients/${(await client(at, "agentvoicebox-backend")).id}/client-secret`),
  ),
  of("lifespan", /proof keycloak\.document\.realm\.agentvoicebox: .*accessTokenLifespan/, (at) =>
    change(at, "", () => ({ accessTokenLifespan: 86_400 })),
  ),
  of("brute-force-off", /proof keycloak\.document\.realm\.agentvoicebox: .*bruteForceProtected/, (at) =>
    change(at, "", () => ({ bruteForceProtected: false })),
  ),
  of("mail-sent", /proof keycloak\.document\.realm\.agentvoicebox: .*smtpServer/, (at) =>
    change(at, "", () => ({ smtpServer: { host: "smtp.example", from: "a@b.example" } })),
  ),
  of("tenant-editable", /proof keycloak\.document\.user-profile\.agentvoicebox: tenant_id\.permissions/, (at) =>
    change(at, "/users/profile", ({ attributes }) => ({
      attributes: attributes.map((one: Json) =>
        one.name === "tenant_id" ? { ...one, permissions: { view: ["admin", "user"], edit: ["admin", "user"] } } : one,
      ),
    })),
  ),
  of("login-blocked", /proof keycloak\.document\.required-action\.VERIFY_PROFILE/, (at) =>
    change(at, "/authentication/required-actions/VERIFY_PROFILE", () => ({ enabled: true, defaultAction: true })),
  ),
  of("user-disabled", /proof keycloak\.document\.user\.developer@.*: enabled/, async (at) =>
    change(at, `/users/${(await user(at, "developer@agentvoicebox.local")).id}`, () => ({ enabled: false })),
  ),
  of("tenant-moved", /proof keycloak\.document\.user\.demo@.*tenant_id/, async (at) =>
    change(at, `/users/${(await user(at, "demo@test.com")).id}`, ({ attributes }) => ({
      attributes: { ...attributes, tenant_id: ["00000000-0000-0000-0000-000000000001"] },
    })),
  ),
  of("password-changed", /proof keycloak\.document\.user\.tenant\.admin@.*: .*(password|credential)/, async (at) => {
    const { id } = await user(at, "tenant.admin@agentvoicebox.local");
    const password = { type: "password", value: "somebody-elses", temporary: false };
    await at.keycloak("PUT", `/users/${id}/reset-password`, password);
  }),
  of("group-left", /proof keycloak\.document\.user\.user@.*: groups/, async (at) => {
    const { id } = await user(at, USER);
    const group = await found(at, `/users/${id}/groups`);
    await at.keycloak("DELETE", `/users/${id}/groups/${group.id}`);
  }),
  of("group-removed", /drift create group \/demo-company/, async (at) => {
    const group = await found(at, "/groups?exact=true&search=demo-company");
    await at.keycloak("DELETE", `/groups/${group.id}`);
  }),
  of("service-account-weaker", /proof keycloak\.document\.service-account\.agentvoicebox-backend/, async (at) => {
    const account = await at.keycloak(
      "GET",
      `/clients/${(await client(at, "agentvoicebox-backend")).id}/service-account-user`,
    );
    const management = await client(at, "realm-management");
    const path = `/users/${account.id}/role-mappings/clients/${management.id}`;
    await at.keycloak("DELETE", path, [await at.keycloak("GET", `/clients/${management.id}/roles/manage-users`)]);
  }),
];
