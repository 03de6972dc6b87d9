import type { SandboxAnswer } from "./http/exchange.ts";
import { noteUser } from "./http/request-log.ts";
import type { Route } from "./http/router.ts";
import { createAdminApi } from "./keycloak-admin/admin-api.ts";
import type { RealmParts } from "./oidc/realm.ts";

const ROOT = "/admin/realms";

/** Keycloak's admin REST API at its own address. */
export function keycloakAdminRoutes({ store, tokens, issuer }: RealmParts): readonly Route[] {
  const api = createAdminApi({ store, baseUrl: new URL(issuer).origin, verify: (token) => tokens.verifyAccess(token) });
  return ["GET", "POST", "PUT", "DELETE"].map((method) => ({
    method,
    pattern: `${ROOT}/*`,
    handle: async ({ path, query, headers, body, raw }): Promise<SandboxAnswer> => {
      const {
        status,
        headers: own,
        body: told,
      } = await api({
        method,
        path: path.slice(ROOT.length),
        query,
        body,
        asker: (username) => noteUser(raw.res, username),
        ...(headers.authorization === undefined ? {} : { authorization: headers.authorization }),
      });
      const json = told === undefined ? {} : { body: JSON.stringify(told) };
      return {
        status,
        headers: { ...(told === undefined ? {} : { "content-type": "application/json" }), ...own },
        ...json,
      };
    },
  }));
}
