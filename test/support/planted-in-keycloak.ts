import type { KeycloakFields, KeycloakRealm } from "../../src/domain/keycloak.ts";
import { Secret } from "../../src/domain/secret.ts";
import { CHANGED_CLIENTS } from "./clients-changed-by-hand.ts";
import { client, find, idOf, type PlantedChange } from "./keycloak-change-by-hand.ts";

const user = (realm: KeycloakRealm, name: string) => idOf(realm, "users", "username", name);

const REALM = { kind: "realm", key: "agentvoicebox" } as const;
const PROFILE = { kind: "user profile", key: "agentvoicebox" } as const;

/** One for each kind of thing, and for each verb that writes. */
export const PLANTED: readonly PlantedChange[] = [
  { ...REALM, field: "accessTokenLifespan", plant: (realm) => realm.change({ accessTokenLifespan: 3600 }) },
  {
    ...REALM,
    field: "smtpServer",
    plant: (realm) => realm.change({ smtpServer: { host: "mail.invalid", from: "a@b.invalid" } }),
  },
  {
    ...{ ...PROFILE, field: "tenant_id.permissions" },
    plant: async (realm) => {
      const profile = await realm.profile();
      const attributes = (profile.attributes as readonly KeycloakFields[]).map((one) =>
        one.name === "tenant_id" ? { ...one, permissions: { view: ["admin", "user"], edit: ["admin", "user"] } } : one,
      );
      await realm.changeProfile({ ...profile, attributes, unmanagedAttributePolicy: "ENABLED" });
    },
  },
  { ...PROFILE, field: "unmanagedAttributePolicy", plant: async () => undefined },
  ...CHANGED_CLIENTS,
  { kind: "role", key: "supervisor", does: "create", plant: (realm) => realm.remove("roles", "supervisor") },
  {
    ...{ kind: "group", key: "/demo-company", does: "create" },
    plant: async (realm) => realm.remove("groups", await idOf(realm, "groups", "path", "/demo-company")),
  },
  {
    ...{ kind: "user", key: "viewer@agentvoicebox.local", does: "create" },
    plant: async (realm) => realm.remove("users", await user(realm, "viewer@agentvoicebox.local")),
  },
  {
    ...{ kind: "user", key: "user@agentvoicebox.local", field: "realmRoles" },
    plant: async (realm) => {
      const { id, name } = await find(realm, "roles", "name", "admin");
      await realm.give(await user(realm, "user@agentvoicebox.local"), [{ id: String(id), name: String(name) }]);
    },
  },
  {
    ...{ kind: "user", key: "operator@agentvoicebox.local", field: "groups" },
    plant: async (realm) =>
      realm.join(await user(realm, "operator@agentvoicebox.local"), await idOf(realm, "groups", "path", "/platform")),
  },
  {
    ...{ kind: "user", key: "developer@agentvoicebox.local", field: "attributes.tenant_id" },
    plant: async (realm) => {
      const held = await find(realm, "users", "username", "developer@agentvoicebox.local");
      await realm.set("users", String(held.id), { ...held, enabled: false, attributes: { tenant_id: ["another"] } });
    },
  },
  {
    ...{ kind: "user", key: "demo@test.com", field: "password" },
    plant: async (realm) => realm.setPassword(await user(realm, "demo@test.com"), new Secret("by-hand")),
  },
  {
    ...{ kind: "service account", key: "agentvoicebox-backend", field: "clientRoles" },
    plant: async (realm) => {
      const account = await realm.serviceAccountOf(String((await client(realm, "agentvoicebox-backend")).id));
      const management = String((await client(realm, "realm-management")).id);
      const roles = (await realm.rolesAt(management)).filter(({ name }) => name === "realm-admin");
      await realm.give(String(account.id), roles, management);
    },
  },
  {
    ...{ kind: "required action", key: "UPDATE_PASSWORD", field: "defaultAction" },
    plant: async (realm) => {
      const held = await find(realm, "requiredActions", "alias", "UPDATE_PASSWORD");
      await realm.set("requiredActions", "UPDATE_PASSWORD", { ...held, defaultAction: true });
    },
  },
];
