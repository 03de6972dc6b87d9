import { randomUUID } from "node:crypto";
import type { HeldUser } from "../../domain/sandbox-protocol.ts";
import type { AdminCall, AdminRoute } from "./admin-call.ts";
import { created, done, failure, found, ok, refusal } from "./answers.ts";
import { objectOf, textField } from "./body-fields.ts";
import { flag, page } from "./paging.ts";
import { userAccess, userRepresentation } from "./representations.ts";
import { checkProfile, newName, readOnlyName, readUser, type UserFields } from "./user-fields.ts";
import { searchUsers } from "./user-search.ts";

const CREDENTIAL_FIELDS = new Set(
  "id type value temporary userLabel createdDate secretData credentialData priority".split(" "),
);

/** Keycloak gives at most this many users when `max` is not said. */
const DEFAULT_MAX = 100;

/** Users: list, count, one, create, update, delete, password. */
export const USER_ROUTES: readonly AdminRoute[] = [
  { method: "GET", path: "users", needs: "query-users", handle: list },
  { method: "GET", path: "users/count", needs: "query-users", handle: (call) => ok(visible(call).length) },
  { method: "POST", path: "users", needs: "manage-users", handle: create },
  { method: "GET", path: "users/:id", needs: "view-users", handle: one },
  { method: "PUT", path: "users/:id", needs: "manage-users", handle: update },
  { method: "DELETE", path: "users/:id", needs: "manage-users", handle: remove },
  { method: "PUT", path: "users/:id/reset-password", needs: "manage-users", handle: resetPassword },
];

/** The user of the path, or Keycloak's 404. */
export const userOf = (call: AdminCall): HeldUser =>
  found(call.store.findUser({ id: call.param("id") }), failure(404, "User not found"));

/** Writes a user in place of the one that is held. */
export const putUser = (call: AdminCall, user: HeldUser): Promise<number> =>
  call.store.apply([{ do: "put", kind: "user", key: user.username, value: user }]);

/** Who may only query sees nobody, as in Keycloak. */
const visible = (call: AdminCall): readonly HeldUser[] =>
  call.may("view-users") ? searchUsers(call.store.users(), call.query) : [];

function list(call: AdminCall) {
  const brief = flag(call.query, "briefRepresentation");
  const users = page(visible(call), call.query, DEFAULT_MAX);
  return ok(
    users.map((user) => ({ ...userRepresentation(user, brief), access: { manage: call.may("manage-users") } })),
  );
}

function one(call: AdminCall) {
  return ok({ ...userRepresentation(userOf(call)), ...userAccess(call.may("manage-users")) });
}

async function create(call: AdminCall) {
  const fields = readUser(call.body);
  const username = newName(fields);
  if (call.store.findUser({ username }) !== undefined) throw refusal(409, "User exists with same username");
  checkEmail(call, fields.email);
  checkProfile({ ...fields, username });
  for (const path of fields.groups ?? []) found(call.store.findGroup({ path }), failure(404, "Group not found"));
  const user: HeldUser = { ...NOBODY, ...fields, id: randomUUID(), username };
  await putUser(call, user);
  return created(call.location(`users/${user.id}`));
}

const NOBODY = {
  email: "",
  firstName: "",
  lastName: "",
  enabled: false,
  emailVerified: false,
  attributes: {},
  roles: [],
  groups: [],
} as const;

async function update(call: AdminCall) {
  const held = userOf(call);
  if (call.body === undefined) throw refusal(400, "Could not update user!");
  const { groups: _groups, ...fields } = readUser(call.body);
  checkRename(call, held, fields.username);
  checkEmail(call, fields.email, held);
  checkProfile(fields.email === undefined ? {} : { email: fields.email });
  await putUser(call, { ...held, ...replaced(fields), ...fields, username: held.username });
  return done;
}

/** An update that speaks of attributes speaks of the whole profile: Keycloak drops the names and the address it leaves out. */
const replaced = (fields: UserFields): Partial<HeldUser> =>
  fields.attributes === undefined ? {} : { email: "", firstName: "", lastName: "" };

function checkRename(call: AdminCall, held: HeldUser, username: string | undefined): void {
  if (username === undefined || username === held.username.toLowerCase()) return;
  if (call.store.findUser({ username }) !== undefined) throw refusal(409, "User exists with same username");
  throw readOnlyName();
}

function checkEmail(call: AdminCall, email: string | undefined, held?: HeldUser): void {
  const other = email === undefined || email === "" ? undefined : call.store.findUser({ email });
  if (other !== undefined && other.id !== held?.id) throw refusal(409, "User exists with same email");
}

async function remove(call: AdminCall) {
  await call.store.apply([{ do: "remove", kind: "user", key: userOf(call).username }]);
  return done;
}

async function resetPassword(call: AdminCall) {
  const user = userOf(call);
  const credential = objectOf(call.body ?? {}, "CredentialRepresentation", CREDENTIAL_FIELDS);
  const password = found(textField(credential, "value"), failure(400, "No password provided"));
  if (password === "") throw failure(400, "Empty password not allowed");
  await putUser(call, { ...user, password });
  return done;
}
