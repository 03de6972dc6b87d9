import type { FieldChange } from "../../domain/seeding.ts";
import { addClient, clientChanges, writeClient } from "./client-writes.ts";
import { fieldChanges } from "./field-changes.ts";
import { parentOf } from "./new-realm.ts";
import { differing, type RealmKind } from "./realm-kind.ts";
import { writeScope } from "./scope-writes.ts";
import { addUser, userChanges, writeRoles, writeUser } from "./user-writes.ts";

const plainChanges: RealmKind["changes"] = (_context, want, have) => fieldChanges(want.fields, have.fields);

/** Everything in a realm beside its settings and its user profile, in the order in which it is told. */
export const REALM_KINDS: readonly RealmKind[] = [
  {
    kind: "client scope",
    list: "clientScopes",
    want: (realm) => realm.clientScopes,
    have: (realm) => realm.clientScopes,
    stage: () => 1,
    changes: plainChanges,
    add: async ({ api }, ids, { key, fields }) => ids.set("clientScopes", key, await api.add("clientScopes", fields)),
    set: writeScope,
  },
  {
    kind: "client",
    list: "clients",
    want: (realm) => realm.clients,
    have: (realm) => realm.clients,
    stage: () => 2,
    changes: clientChanges,
    add: addClient,
    set: writeClient,
  },
  {
    kind: "role",
    list: "roles",
    want: (realm) => realm.roles,
    have: (realm) => realm.roles,
    stage: () => 2,
    changes: plainChanges,
    add: async ({ api }, _ids, { fields }) => void (await api.add("roles", fields)),
    set: ({ api }, _ids, one) => api.set("roles", one.want.key, { ...one.have.fields, ...differing(one) }),
    removeBy: ({ key }) => key,
  },
  {
    kind: "group",
    list: "groups",
    want: (realm) => realm.groups,
    have: (realm) => realm.groups,
    stage: (path) => path.split("/").length,
    changes: plainChanges,
    add: async ({ api }, ids, { key, fields }) => {
      // A group with an id is taken for one that is there and is to be moved.
      const { id: _, ...group } = fields;
      const above = parentOf(key);
      const parent = above === "" ? {} : { parentId: ids.of("groups", above) };
      ids.set("groups", key, await api.add("groups", { ...group, ...parent }));
    },
    set: ({ api }, _ids, one) =>
      api.set("groups", one.have.id, { name: one.want.fields.name, ...differing({ ...one, changes: WHOLE_GROUP }) }),
  },
  {
    kind: "user",
    list: "users",
    want: (realm) => realm.users,
    have: (realm) => realm.users,
    stage: () => 20,
    changes: userChanges,
    add: addUser,
    set: writeUser,
  },
  {
    kind: "service account",
    want: (realm) => realm.serviceAccounts,
    have: (realm) => realm.serviceAccounts,
    stage: () => 20,
    changes: plainChanges,
    add: async (context, ids, want) => {
      const { id } = await context.api.serviceAccountOf(ids.of("clients", want.key));
      const mappings = await context.api.mappingsOf(String(id));
      const fields = { realmRoles: mappings.realm, clientRoles: mappings.clients };
      await writeRoles(context, ids, { want, have: { key: want.key, id: String(id), fields } });
    },
    set: (context, ids, one) => writeRoles(context, ids, one),
  },
  {
    kind: "required action",
    list: "requiredActions",
    want: (realm) => realm.requiredActions,
    have: (realm) => realm.requiredActions,
    stage: () => 1,
    changes: plainChanges,
    set: ({ api }, _ids, one) => api.set("requiredActions", one.want.key, { ...one.have.fields, ...one.want.fields }),
  },
  {
    kind: "identity provider",
    list: "identityProviders",
    want: () => [],
    have: (realm) => realm.identityProviders,
    stage: () => 1,
    changes: () => [],
    set: async () => undefined,
  },
];

/** A group is written with all its attributes. */
const WHOLE_GROUP: readonly FieldChange[] = [{ field: "attributes", have: "", want: "" }];
