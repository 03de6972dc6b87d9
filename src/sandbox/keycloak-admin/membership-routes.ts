import type { Group, Role } from "../../domain/identity.ts";
import type { AdminCall, AdminRoute } from "./admin-call.ts";
import { done, failure, found, ok } from "./answers.ts";
import { listOf, textField } from "./body-fields.ts";
import { flag, page } from "./paging.ts";
import { groupDetails, roleRepresentation } from "./representations.ts";
import { putUser, userOf } from "./user-routes.ts";

/** The groups and the realm roles of a user. */
export const MEMBERSHIP_ROUTES: readonly AdminRoute[] = [
  { method: "GET", path: "users/:id/groups", needs: "view-users", handle: groups },
  {
    method: "GET",
    path: "users/:id/groups/count",
    needs: "view-users",
    handle: (call) => ok({ count: userOf(call).groups.length }),
  },
  { method: "PUT", path: "users/:id/groups/:group", needs: "manage-users", handle: join },
  { method: "DELETE", path: "users/:id/groups/:group", needs: "manage-users", handle: leave },
  {
    method: "GET",
    path: "users/:id/role-mappings",
    needs: "view-users",
    handle: (call) => ok({ realmMappings: shown(call, held(call)) }),
  },
  {
    method: "GET",
    path: "users/:id/role-mappings/realm",
    needs: "view-users",
    handle: (call) => ok(shown(call, held(call))),
  },
  {
    method: "GET",
    path: "users/:id/role-mappings/realm/composite",
    needs: "view-users",
    handle: (call) => ok(shown(call, held(call))),
  },
  { method: "GET", path: "users/:id/role-mappings/realm/available", needs: "view-users", handle: available },
  { method: "POST", path: "users/:id/role-mappings/realm", needs: "manage-users", handle: grant },
  { method: "DELETE", path: "users/:id/role-mappings/realm", needs: "manage-users", handle: revoke },
];

function groups(call: AdminCall) {
  const brief = flag(call.query, "briefRepresentation", true);
  const paths = new Set(userOf(call).groups);
  const list = page(
    call.store.groups().filter((group) => paths.has(group.path)),
    call.query,
  );
  return ok(
    list.map((group) => ({
      id: group.id,
      name: group.name,
      path: group.path,
      subGroups: [],
      ...(brief ? {} : groupDetails(group)),
    })),
  );
}

const groupOf = (call: AdminCall): Group =>
  found(call.store.findGroup({ id: call.param("group") }), failure(404, "Group not found"));

async function join(call: AdminCall) {
  const user = userOf(call);
  const { path } = groupOf(call);
  if (!user.groups.includes(path)) await putUser(call, { ...user, groups: [...user.groups, path] });
  return done;
}

async function leave(call: AdminCall) {
  const user = userOf(call);
  const { path } = groupOf(call);
  if (user.groups.includes(path)) await putUser(call, { ...user, groups: user.groups.filter((own) => own !== path) });
  return done;
}

const shown = (call: AdminCall, roles: readonly Role[]) =>
  roles.map((role) => roleRepresentation(role, call.store.realm));

function held(call: AdminCall): readonly Role[] {
  const names = new Set(userOf(call).roles);
  return call.store.roles().filter((role) => names.has(role.name));
}

function available(call: AdminCall) {
  const names = new Set(userOf(call).roles);
  return ok(
    shown(
      call,
      call.store.roles().filter((role) => !names.has(role.name)),
    ),
  );
}

/** The roles of the body; Keycloak goes by their ids and refuses the whole list for one it does not have. */
const named = (call: AdminCall): readonly string[] =>
  listOf(call.body).map(
    (role) => found(call.store.findRole({ id: textField(role, "id") ?? "" }), failure(404, "Role not found")).name,
  );

async function grant(call: AdminCall) {
  const user = userOf(call);
  const added = named(call).filter((name) => !user.roles.includes(name));
  if (added.length > 0) await putUser(call, { ...user, roles: [...new Set([...user.roles, ...added])] });
  return done;
}

/** Without a body Keycloak takes every role away. */
async function revoke(call: AdminCall) {
  const user = userOf(call);
  const gone = new Set(call.body === undefined ? user.roles : named(call));
  await putUser(call, { ...user, roles: user.roles.filter((name) => !gone.has(name)) });
  return done;
}
