import { readFileSync } from "node:fs";
import type { IdentityDocument } from "../../src/domain/identity.ts";
import { createIdentityStore, type IdentityStore } from "../../src/sandbox/identity-store.ts";
import { createAdminApi } from "../../src/sandbox/keycloak-admin/admin-api.ts";
import type { AdminAnswer } from "../../src/sandbox/keycloak-admin/admin-call.ts";

const document = JSON.parse(
  readFileSync(new URL("../../templates/keycloak/identities.json", import.meta.url), "utf8"),
) as IdentityDocument;

/** The admin API over the shipped identities; a bearer token is the list of its `realm-management` roles, or `realm:` and realm roles. */
export interface AdminBench {
  readonly store: IdentityStore;
  /** Calls below the realm; the default bearer may do everything. */
  call(method: string, path: string, body?: unknown, bearer?: string): Promise<AdminAnswer>;
}

/** A fresh bench. */
export function adminBench(): AdminBench {
  const store = createIdentityStore("agentvoicebox", {
    tenant: document.tenants,
    role: document.roles,
    group: document.groups,
    user: document.users,
    client: document.clients,
  });
  const api = createAdminApi({ store, baseUrl: "http://localhost:8080", verify: async (token) => claimsOf(token) });
  return {
    store,
    call(method, path, body, bearer = "realm-admin") {
      const [pathname = "", query = ""] = path.split("?");
      return api({
        method,
        path: pathname.startsWith("/") ? pathname : `/agentvoicebox/${pathname}`,
        query: new URLSearchParams(query),
        ...(bearer === "" ? {} : { authorization: `Bearer ${bearer}` }),
        body: body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body),
      });
    },
  };
}

/** Adds a user with a name of two words and answers the id. */
export async function addQuin(bench: AdminBench): Promise<string> {
  const { headers } = await bench.call("POST", "users", {
    username: "QQ1",
    email: "Q1@ex.test",
    firstName: "Quin",
    lastName: "Two Words",
    enabled: true,
    groups: ["/acme-voice"],
    attributes: { tenant_id: "00000000-0000-0000-0000-000000000001" },
    credentials: [{ type: "password", value: "made up here", temporary: false }],
  });
  return headers?.location?.split("/").at(-1) ?? "";
}

function claimsOf(token: string) {
  if (token === "forged") return undefined;
  if (token.startsWith("realm:")) return { realm_access: { roles: token.slice("realm:".length).split(",") } };
  return { resource_access: { "realm-management": { roles: token.split(",") } } };
}
