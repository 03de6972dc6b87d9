import type KeycloakAdminClient from "@keycloak/keycloak-admin-client";
import type { KeycloakFields, KeycloakList, KeycloakRealm, RoleName } from "../domain/keycloak.ts";
import { ServiceRefusal } from "../domain/refusal.ts";
import { KEYCLOAK_KINDS } from "./keycloak-kinds.ts";

/** Asks the official client; what it throws comes out as a ServiceRefusal. */
export type AskKeycloak = <T>(ask: (client: KeycloakAdminClient) => Promise<T>) => Promise<T>;

/** What Keycloak shows of a secret to who may not see it: that says nothing of it, and is never compared or written back. */
const MASKED = /^\*+$/;

/** One realm, verb by verb, as the official client spells them. */
export const keycloakRealm = (realm: string, ask: AskKeycloak): KeycloakRealm => ({
  ...ofRealm(realm, ask),
  ...ofKinds(realm, ask),
  ...ofClients(realm, ask),
  ...ofUsers(realm, ask),
});

const ofRealm = (
  realm: string,
  ask: AskKeycloak,
): Pick<KeycloakRealm, "settings" | "make" | "change" | "profile" | "changeProfile" | "addUsers"> => ({
  settings: async () => {
    const found = await ask(({ realms }) => realms.findOne({ realm }));
    // The client answers null for a 404.
    return found === null || found === undefined ? undefined : fieldsOf(found);
  },
  make: async (fields) => void (await ask(({ realms }) => realms.create({ ...fields, realm }))),
  change: (fields) => ask(({ realms }) => realms.update({ realm }, { ...fields })),
  profile: async () => fieldsOf(await ask(({ users }) => users.getProfile({ realm }))),
  changeProfile: async (fields) => void (await ask(({ users }) => users.updateProfile({ realm, ...fields }))),
  addUsers: async (users) => {
    const rep = { ifResourceExists: "SKIP", users } as never;
    await ask(({ realms }) => realms.partialImport({ realm, rep }));
  },
});

const ofKinds = (realm: string, ask: AskKeycloak): Pick<KeycloakRealm, "list" | "add" | "set" | "remove"> => ({
  list: async (kind) => listOf(kind, await ask((client) => KEYCLOAK_KINDS[kind].list(client, realm))),
  add: async (kind, fields) => {
    const { add } = KEYCLOAK_KINDS[kind];
    if (add === undefined) throw new ServiceRefusal(`${kind} are not made by avb`, 405);
    return String(Object((await ask((client) => add(client, realm, fields as never))) ?? {}).id ?? "");
  },
  set: (kind, id, fields) => ask((client) => KEYCLOAK_KINDS[kind].set(client, realm, id, fields as never)),
  remove: (kind, id) => ask((client) => KEYCLOAK_KINDS[kind].remove(client, realm, id)),
});

const ofClients = (
  realm: string,
  ask: AskKeycloak,
): Pick<
  KeycloakRealm,
  "secretOf" | "serviceAccountOf" | "rolesAt" | "linkScope" | "unlinkScope" | "addMapper" | "setMapper" | "removeMapper"
> => ({
  secretOf: async (id) => {
    const { value } = Object(await ask(({ clients }) => clients.getClientSecret({ realm, id })));
    if (typeof value === "string" && MASKED.test(value))
      throw new ServiceRefusal("a client's secret is masked: avb's account in Keycloak may not see it any more", 403);
    return typeof value === "string" ? value : undefined;
  },
  serviceAccountOf: async (id) => fieldsOf(await ask(({ clients }) => clients.getServiceAccountUser({ realm, id }))),
  rolesAt: async (id) => (await ask(({ clients }) => clients.listRoles({ realm, id }))).map(roleOf),
  linkScope: (id, clientScopeId, as) =>
    ask(({ clients }) => {
      const link = { realm, id, clientScopeId };
      return as === "default" ? clients.addDefaultClientScope(link) : clients.addOptionalClientScope(link);
    }),
  unlinkScope: (id, clientScopeId, as) =>
    ask(({ clients }) => {
      const link = { realm, id, clientScopeId };
      return as === "default" ? clients.delDefaultClientScope(link) : clients.delOptionalClientScope(link);
    }),
  addMapper: (id, fields) => ask(({ clientScopes }) => clientScopes.addProtocolMapper({ realm, id }, { ...fields })),
  setMapper: (id, mapperId, fields) =>
    ask(({ clientScopes }) => clientScopes.updateProtocolMapper({ realm, id, mapperId }, { ...fields, id: mapperId })),
  removeMapper: (id, mapperId) => ask(({ clientScopes }) => clientScopes.delProtocolMapper({ realm, id, mapperId })),
});

const ofUsers = (
  realm: string,
  ask: AskKeycloak,
): Pick<
  KeycloakRealm,
  "mappingsOf" | "give" | "take" | "groupsOf" | "join" | "leave" | "passwordOf" | "setPassword"
> => ({
  mappingsOf: async (id) => {
    const { realmMappings, clientMappings } = await ask(({ users }) => users.listRoleMappings({ realm, id }));
    const clients = Object.entries(clientMappings ?? {}).map(([client, { mappings }]) => [client, names(mappings)]);
    return { realm: names(realmMappings), clients: Object.fromEntries(clients) };
  },
  give: (id, roles, clientUniqueId) =>
    ask(({ users }) => {
      const given = { realm, id, roles: roles.map(roleOf) };
      if (clientUniqueId === undefined) return users.addRealmRoleMappings(given);
      return users.addClientRoleMappings({ ...given, clientUniqueId });
    }),
  take: (id, roles, clientUniqueId) =>
    ask(({ users }) => {
      const taken = { realm, id, roles: roles.map(roleOf) };
      if (clientUniqueId === undefined) return users.delRealmRoleMappings(taken);
      return users.delClientRoleMappings({ ...taken, clientUniqueId });
    }),
  groupsOf: async (id) => {
    const groups = await ask(({ users }) => users.listGroups({ realm, id, first: 0, max: 1000 }));
    return groups.map(({ path }) => String(path));
  },
  join: async (id, groupId) => void (await ask(({ users }) => users.addToGroup({ realm, id, groupId }))),
  leave: async (id, groupId) => void (await ask(({ users }) => users.delFromGroup({ realm, id, groupId }))),
  passwordOf: async (id) => {
    const all = await ask(({ users }) => users.getCredentials({ realm, id }));
    const password = all.find(({ type }) => type === "password");
    return password === undefined
      ? undefined
      : { id: String(password.id), createdDate: Number(password.createdDate ?? 0) };
  },
  setPassword: (id, password) => {
    const credential = { type: "password", value: password.reveal(), temporary: false };
    return ask(({ users }) => users.resetPassword({ realm, id, credential }));
  },
});

/** A port may be held by somebody who answers anything. */
function fieldsOf(value: unknown): KeycloakFields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as KeycloakFields;
  throw new ServiceRefusal("its answer is not what was asked for", undefined);
}

function listOf(kind: KeycloakList, value: unknown): readonly KeycloakFields[] {
  if (Array.isArray(value)) return value.map(fieldsOf);
  throw new ServiceRefusal(`its answer holds no ${kind}`, undefined);
}

const roleOf = ({ id = "", name = "" }: Partial<RoleName>): RoleName => ({ id, name });

const names = (roles: readonly { readonly name?: string }[] = []): readonly string[] =>
  roles.map(({ name }) => String(name)).sort();
