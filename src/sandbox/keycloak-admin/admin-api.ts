import type { Claims } from "../../domain/claims.ts";
import { IdentityRefused, type IdentityStore } from "../identity-store.ts";
import { type AdminAnswer, type AdminCall, AdminRefusal, type AdminRequest, type AdminRoute } from "./admin-call.ts";
import { failure } from "./answers.ts";
import { parseBody } from "./body-fields.ts";
import { GROUP_ROUTES } from "./group-routes.ts";
import { GROUP_WRITE_ROUTES } from "./group-writes.ts";
import { MEMBERSHIP_ROUTES } from "./membership-routes.ts";
import { permissionsOf } from "./permissions.ts";
import { REALM_ROUTES } from "./realm-routes.ts";
import { matchRoute } from "./route-match.ts";
import { USER_ROUTES } from "./user-routes.ts";

/** Every route of the admin API that the sandbox offers. */
export const KEYCLOAK_ADMIN_ROUTES: readonly AdminRoute[] = [
  ...USER_ROUTES,
  ...MEMBERSHIP_ROUTES,
  ...GROUP_ROUTES,
  ...GROUP_WRITE_ROUTES,
  ...REALM_ROUTES,
];

/** What the admin API stands on. */
export interface AdminContext {
  readonly store: IdentityStore;
  /** `http://localhost:<port>`. */
  readonly baseUrl: string;
  /** The claims of a valid, unrevoked access token of the realm; undefined for any other. */
  verify(token: string): Promise<Claims | undefined>;
}

/** Keycloak's admin REST API for users, groups, roles and clients of one realm. Writes run one after the other, so that none is lost; it rejects only for what is no fault of the request. */
export function createAdminApi(context: AdminContext): (request: AdminRequest) => Promise<AdminAnswer> {
  let writing: Promise<unknown> = Promise.resolve();
  return (request) => {
    const answer = () => answerTo(context, request).catch(refused);
    if (request.method === "GET") return answer();
    const mine = writing.then(answer);
    writing = mine.catch(() => {});
    return mine;
  };
}

async function answerTo(context: AdminContext, request: AdminRequest): Promise<AdminAnswer> {
  const claims = await bearerOf(context, request.authorization);
  request.asker?.(String(claims.preferred_username));
  const [, realm = "", ...segments] = request.path.split("/").map(decoded);
  if (realm !== context.store.realm) throw failure(404, "Realm not found.");
  if (segments.at(-1) === "") segments.pop();
  const { route, params } = matchRoute(KEYCLOAK_ADMIN_ROUTES, request.method, segments);
  const may = permissionsOf(claims);
  if (!may(route.needs)) throw failure(403, "HTTP 403 Forbidden");
  const call: AdminCall = {
    store: context.store,
    query: request.query,
    body: parseBody(request.body),
    param: (name) => params.get(name) ?? "",
    may,
    location: (path) => `${context.baseUrl}/admin/realms/${encodeURIComponent(realm)}/${path}`,
  };
  return route.handle(call);
}

async function bearerOf(context: AdminContext, authorization: string | undefined): Promise<Claims> {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  const claims = token === undefined ? undefined : await context.verify(token);
  if (claims === undefined) throw failure(401, "HTTP 401 Unauthorized");
  return claims;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw failure(404, "HTTP 404 Not Found");
  }
}

function refused(error: unknown): AdminAnswer {
  if (error instanceof AdminRefusal) return error.answer;
  if (!(error instanceof IdentityRefused)) throw error;
  return {
    status: error.breaks.some(({ kind }) => kind === "conflict") ? 409 : 400,
    body: { errorMessage: error.message },
  };
}
