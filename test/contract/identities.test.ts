import { describe, expect, test } from "vitest";
import { createIdentityStore } from "../../src/sandbox/identity-store.ts";
import { redirectAllowed } from "../../src/sandbox/oidc/redirects.ts";
import { changesOf, SHIPPED_IDENTITIES } from "../support/identities.ts";

const { realm, tenants, groups, users, clients, roles } = SHIPPED_IDENTITIES;
const TENANT = "00000000-0000-0000-0000-00000000000";

describe("the shipped identities", () => {
  test("hold together as the server demands", async () => {
    const store = createIdentityStore(realm);
    expect(await store.apply(changesOf(SHIPPED_IDENTITIES))).toBeGreaterThan(20);
  });

  test("have the three tenants that the application's rows name, each with a group that carries its id", () => {
    expect(realm).toBe("agentvoicebox");
    expect(tenants.map(({ id }) => id)).toEqual([`${TENANT}0`, `${TENANT}1`, `${TENANT}2`]);
    for (const tenant of tenants)
      expect(groups.find(({ path }) => path === tenant.group)?.attributes).toEqual({
        tenant_id: [tenant.id],
        billing_customer_id: [tenant.id],
      });
  });

  test.each([
    ["admin@agentvoicebox.local", "0", ["admin", "saas_admin"]],
    ["tenant.admin@agentvoicebox.local", "1", ["tenant_admin"]],
    ["billing@agentvoicebox.local", "1", ["billing_admin"]],
    ["user@agentvoicebox.local", "1", ["user", "agent_user"]],
    ["operator@agentvoicebox.local", "1", ["operator"]],
    ["developer@agentvoicebox.local", "1", ["developer"]],
    ["viewer@agentvoicebox.local", "1", ["viewer"]],
    ["demo@test.com", "2", ["tenant_admin", "user"]],
  ])("%s belongs to tenant %s with its roles", (username, tenant, expected) => {
    const user = users.find((candidate) => candidate.username === username);
    expect(user).toMatchObject({
      email: username,
      enabled: true,
      roles: expected,
      attributes: { tenant_id: [TENANT + tenant] },
      groups: [tenants.find(({ id }) => id === TENANT + tenant)?.group],
    });
  });

  test("have no user beyond those, and every id is a UUID of its own", () => {
    expect(users).toHaveLength(8);
    const ids = [tenants, groups, users, clients, roles].flatMap((list) => list.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  test("have the roles that the policies and the application name", () => {
    const names = roles.map(({ name }) => name);
    const wanted = ["admin", "user", "saas_admin", "tenant_admin", "agent_admin", "supervisor", "operator"];
    for (const name of [...wanted, "agent_user", "viewer", "billing_admin", "developer"]) expect(names).toContain(name);
  });

  test("have the three clients; each backend accepts the tokens of the others", () => {
    expect(clients.map(({ clientId, public: open }) => [clientId, open])).toEqual([
      ["agentvoicebox-backend", false],
      ["agentvoicebox-api", false],
      ["portal-frontend", true],
    ]);
    for (const client of clients) {
      const audience = [client.clientId, ...client.audiences];
      for (const wanted of ["agentvoicebox-backend", "agentvoicebox-api", "account"])
        expect(audience).toContain(wanted);
    }
  });

  test.each([65027, 65013, 65010, 25080, 3000, 5173])("the portal may sign in from port %i of localhost", (port) => {
    const portal = clients.find(({ clientId }) => clientId === "portal-frontend");
    for (const path of ["/", "/auth/callback"])
      expect(redirectAllowed(portal?.redirectUris ?? [], `http://localhost:${port}${path}`), path).toBe(true);
    expect(redirectAllowed(portal?.redirectUris ?? [], `http://localhost:${port}/any/page`)).toBe(false);
    expect(portal?.webOrigins).toContain(`http://localhost:${port}`);
  });

  test("hold no secret and no password", () => {
    const text = JSON.stringify(SHIPPED_IDENTITIES);
    expect(text).not.toMatch(/"(secret|password|credentials)":/);
  });
});
