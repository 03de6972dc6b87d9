import type { KeycloakFields, KeycloakList, KeycloakRealm } from "../../src/domain/keycloak.ts";
import { Secret } from "../../src/domain/secret.ts";

/** Something done to a realm by hand, and how a look must tell it. */
export interface PlantedChange {
  readonly kind: string;
  readonly key: string;
  /** A field that must be named; absent where the whole thing is gone. */
  readonly field?: string;
  readonly does?: "create";
  plant(realm: KeycloakRealm): Promise<void>;
}

const find = async (
  realm: KeycloakRealm,
  list: KeycloakList,
  field: string,
  value: string,
): Promise<KeycloakFields> => {
  const found = (await realm.list(list)).find((one) => one[field] === value);
  if (found === undefined) throw new Error(`${list} has no ${value}`);
  return found;
};

const idOf = async (...search: Parameters<typeof find>): Promise<string> => String((await find(...search)).id);
const user = (realm: KeycloakRealm, name: string) => idOf(realm, "users", "username", name);
const client = (realm: KeycloakRealm, name: string) => find(realm, "clients", "clientId", name);
const scope = (realm: KeycloakRealm) => find(realm, "clientScopes", "name", "agentvoicebox");
const mappersOf = (thing: KeycloakFields) =>
  thing.protocolMappers as readonly { id: string; name: string; config: KeycloakFields }[];

const BACKEND = { kind: "client", key: "agentvoicebox-backend" } as const;
const PORTAL = { kind: "client", key: "portal-frontend" } as const;
const SCOPE = { kind: "client scope", key: "agentvoicebox" } as const;
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
  {
    ...{ ...BACKEND, field: "secret" },
    plant: async (realm) => realm.set("clients", String((await client(realm, BACKEND.key)).id), { secret: "by-hand" }),
  },
  {
    ...{ ...BACKEND, field: "protocolMappers.audience agentvoicebox-backend" },
    plant: async (realm) => {
      const held = await client(realm, BACKEND.key);
      const protocolMappers = mappersOf(held).filter(({ name }) => name !== "audience agentvoicebox-backend");
      await realm.set("clients", String(held.id), { protocolMappers });
    },
  },
  {
    ...{ ...PORTAL, field: "attributes.pkce.code.challenge.method" },
    plant: async (realm) => {
      const { id } = await client(realm, PORTAL.key);
      await realm.set("clients", String(id), {
        attributes: { "pkce.code.challenge.method": "" },
        implicitFlowEnabled: true,
      });
    },
  },
  {
    ...{ ...PORTAL, field: "redirectUris" },
    plant: async (realm) => realm.set("clients", String((await client(realm, PORTAL.key)).id), { redirectUris: ["*"] }),
  },
  {
    ...{ ...PORTAL, field: "defaultClientScopes" },
    plant: async (realm) =>
      realm.unlinkScope(String((await client(realm, PORTAL.key)).id), String((await scope(realm)).id), "default"),
  },
  {
    ...{ ...SCOPE, field: "protocolMappers.tenant_id" },
    plant: async (realm) => {
      const held = await scope(realm);
      const mapper = mappersOf(held).find(({ name }) => name === "tenant_id");
      await realm.removeMapper(String(held.id), mapper?.id ?? "");
    },
  },
  {
    ...{ ...SCOPE, field: "protocolMappers.roles.config.claim.name" },
    plant: async (realm) => {
      const held = await scope(realm);
      const mapper = mappersOf(held).find(({ name }) => name === "roles");
      const config = { ...mapper?.config, "claim.name": "other" };
      await realm.setMapper(String(held.id), mapper?.id ?? "", { ...mapper, config });
    },
  },
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
      const account = await realm.serviceAccountOf(String((await client(realm, BACKEND.key)).id));
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
