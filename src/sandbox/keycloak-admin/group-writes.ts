import { randomUUID } from "node:crypto";
import type { Group } from "../../domain/identity.ts";
import type { IdentityChange } from "../../domain/sandbox-protocol.ts";
import type { IdentityStore } from "../identity-store.ts";
import type { AdminCall, AdminRoute } from "./admin-call.ts";
import { created, done, refusal } from "./answers.ts";
import { attributesField, objectOf, textField } from "./body-fields.ts";
import { full, groupOf } from "./group-routes.ts";
import { childrenOf, parentPath } from "./representations.ts";

const FIELDS = new Set(
  "id name description path parentId subGroupCount subGroups attributes realmRoles clientRoles access".split(" "),
);

/** Groups: create, create below, update, delete. */
export const GROUP_WRITE_ROUTES: readonly AdminRoute[] = [
  { method: "POST", path: "groups", needs: "manage-users", handle: create },
  { method: "POST", path: "groups/:id/children", needs: "manage-users", handle: createChild },
  { method: "PUT", path: "groups/:id", needs: "manage-users", handle: update },
  { method: "DELETE", path: "groups/:id", needs: "manage-users", handle: remove },
];

interface GroupFields {
  readonly name: string;
  readonly attributes: Group["attributes"] | undefined;
}

/** A name holds no slash here: paths are how users name their groups. */
function readGroup(call: AdminCall): GroupFields {
  const rep = objectOf(call.body, "GroupRepresentation", FIELDS);
  const name = textField(rep, "name") ?? "";
  if (name === "") throw refusal(400, "Group name is missing");
  if (name.includes("/")) throw refusal(400, "Group name must not contain '/' in the sandbox");
  return { name, attributes: attributesField(rep) };
}

async function add(call: AdminCall, above: string, taken: (name: string) => string): Promise<Group> {
  const { name, attributes = {} } = readGroup(call);
  const group: Group = { id: randomUUID(), name, path: `${above}/${name}`, attributes };
  if (call.store.findGroup({ path: group.path }) !== undefined) throw refusal(409, taken(name));
  await call.store.apply([{ do: "put", kind: "group", key: group.path, value: group }]);
  return group;
}

async function create(call: AdminCall) {
  const group = await add(call, "", (name) => `Top level group named '${name}' already exists.`);
  return created(call.location(`groups/${group.id}`));
}

const siblingTaken = (name: string) => `Sibling group named '${name}' already exists.`;

async function createChild(call: AdminCall) {
  const group = await add(call, groupOf(call).path, siblingTaken);
  const { subGroupCount: _count, ...shown } = full(call, group);
  return created(call.location(`groups/${group.id}`), shown);
}

async function update(call: AdminCall) {
  const held = groupOf(call);
  const { name, attributes = held.attributes } = readGroup(call);
  const path = `${parentPath(held.path)}/${name}`;
  if (path !== held.path && call.store.findGroup({ path }) !== undefined) throw refusal(409, siblingTaken(name));
  const own: IdentityChange = { do: "put", kind: "group", key: held.path, value: { ...held, name, path, attributes } };
  await call.store.apply([own, ...(path === held.path ? [] : moved(call.store, held.path, path))]);
  return done;
}

/** What else changes when a path does: the groups below, their members, and the tenants that name them. */
function moved(store: IdentityStore, from: string, to: string): readonly IdentityChange[] {
  const next = (path: string) => (path === from || path.startsWith(`${from}/`) ? to + path.slice(from.length) : path);
  const below = store.groups().filter(({ path }) => path.startsWith(`${from}/`));
  const users = store.users().filter(({ groups }) => groups.some((path) => next(path) !== path));
  const tenants = store.tenants().filter(({ group }) => next(group) !== group);
  return [
    ...below.map((group): IdentityChange => put("group", group.path, { ...group, path: next(group.path) })),
    ...users.map(
      (user): IdentityChange => ({
        do: "put",
        kind: "user",
        key: user.username,
        value: { ...user, groups: user.groups.map(next) },
      }),
    ),
    ...tenants.map(
      (tenant): IdentityChange => ({
        do: "put",
        kind: "tenant",
        key: tenant.id,
        value: { ...tenant, group: next(tenant.group) },
      }),
    ),
  ];
}

const put = (kind: "group", key: string, value: Group): IdentityChange => ({ do: "put", kind, key, value });

async function remove(call: AdminCall) {
  const paths = withDescendants(call.store, groupOf(call).path);
  await call.store.apply(paths.map((key): IdentityChange => ({ do: "remove", kind: "group", key })));
  return done;
}

const withDescendants = (store: IdentityStore, path: string): readonly string[] => [
  ...childrenOf(store, path).flatMap((child) => withDescendants(store, child.path)),
  path,
];
