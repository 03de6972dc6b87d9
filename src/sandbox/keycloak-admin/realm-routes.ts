import type { HeldClient } from "../../domain/sandbox-protocol.ts";
import type { AdminCall, AdminRoute } from "./admin-call.ts";
import { failure, found, ok } from "./answers.ts";
import { flag, page } from "./paging.ts";
import {
  clientRepresentation,
  hasServiceAccount,
  type Representation,
  roleRepresentation,
  serviceAccountRepresentation,
  userRepresentation,
} from "./representations.ts";

/** The realm, its roles and its clients: read only, since the sandbox takes both from its document. */
export const REALM_ROUTES: readonly AdminRoute[] = [
  { method: "GET", path: "", needs: "any", handle: realm },
  { method: "GET", path: "roles", needs: "view-realm", handle: roles },
  { method: "GET", path: "roles/:name", needs: "view-realm", handle: (call) => ok(role(call, "name")) },
  { method: "GET", path: "roles-by-id/:id", needs: "view-realm", handle: (call) => ok(role(call, "id")) },
  { method: "GET", path: "roles/:name/users", needs: "view-realm", handle: usersOfRole },
  { method: "GET", path: "clients", needs: "query-clients", handle: clients },
  {
    method: "GET",
    path: "clients/:id",
    needs: "view-clients",
    handle: (call) => ok(clientRepresentation(clientOf(call))),
  },
  { method: "GET", path: "clients/:id/service-account-user", needs: "view-clients", handle: serviceAccount },
];

function realm(call: AdminCall) {
  return ok({ id: call.store.realm, realm: call.store.realm, enabled: true });
}

function roles(call: AdminCall) {
  const search = (call.query.get("search") ?? "").toLowerCase();
  const list = call.store.roles().filter(({ name }) => name.toLowerCase().includes(search));
  return ok(page(list, call.query).map((held) => roleRepresentation(held, call.store.realm)));
}

function role(call: AdminCall, by: "name" | "id"): Representation {
  const value = call.param(by);
  const held =
    by === "name"
      ? found(call.store.findRole({ name: value }), failure(404, "Could not find role"))
      : found(call.store.findRole({ id: value }), failure(404, "Could not find role with id"));
  return { ...roleRepresentation(held, call.store.realm), attributes: {} };
}

function usersOfRole(call: AdminCall) {
  const { name } = role(call, "name");
  if (!call.may("query-users")) throw failure(403, "HTTP 403 Forbidden");
  const users = call.may("view-users") ? call.store.users().filter((user) => user.roles.includes(String(name))) : [];
  return ok(page(users, call.query, 100).map((user) => userRepresentation(user)));
}

function clients(call: AdminCall) {
  const wanted = call.query.get("clientId");
  const within = flag(call.query, "search");
  const fits = ({ clientId }: HeldClient) =>
    wanted === null || (within ? clientId.toLowerCase().includes(wanted.toLowerCase()) : clientId === wanted);
  const list = call.may("view-clients") ? call.store.clients().filter(fits) : [];
  return ok(page(list, call.query).map(clientRepresentation));
}

const clientOf = (call: AdminCall): HeldClient =>
  found(call.store.findClient({ id: call.param("id") }), failure(404, "Could not find client"));

function serviceAccount(call: AdminCall) {
  const client = clientOf(call);
  if (!hasServiceAccount(client)) throw failure(400, `Service account not enabled for the client '${client.clientId}'`);
  return ok(serviceAccountRepresentation(client));
}
