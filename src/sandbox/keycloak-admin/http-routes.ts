import type { Route } from "../http/router.ts";
import { type AdminContext, createAdminApi } from "./admin-api.ts";

const ROOT = "/admin/realms";

/** The rows of the server's routing table that make it answer as Keycloak's admin REST API. */
export function adminRestRoutes(context: AdminContext): readonly Route[] {
  const answer = createAdminApi(context);
  return (["GET", "POST", "PUT", "DELETE"] as const).map((method) => ({
    method,
    pattern: `${ROOT}/*`,
    async handle({ path, query, body, headers }) {
      const { authorization } = headers;
      const { body: representation, ...rest } = await answer({
        method,
        path: path.slice(ROOT.length),
        query,
        body,
        ...(authorization === undefined ? {} : { authorization }),
      });
      const json = { "content-type": "application/json" };
      return representation === undefined
        ? rest
        : { ...rest, headers: { ...json, ...rest.headers }, body: JSON.stringify(representation) };
    },
  }));
}
