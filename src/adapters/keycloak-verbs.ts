import type { KeycloakRealm } from "../domain/keycloak.ts";
import { ServiceRefusal } from "../domain/refusal.ts";
import { fieldsOf, listOf, roleOf } from "./keycloak-answers.ts";
import { type AskKeycloak, KEYCLOAK_KINDS } from "./keycloak-kinds.ts";
import { keycloakUsers } from "./keycloak-user-verbs.ts";

/** What Keycloak shows of a secret to who may not see it: that says nothing of it, and is never compared or written back. */
const MASKED = /^\*+$/;

/** One realm, verb by verb, as the official client spells them. */
export const keycloakRealm = (realm: string, ask: AskKeycloak): KeycloakRealm => ({
  ...ofRealm(realm, ask),
  ...ofKinds(realm, ask),
  ...ofClients(realm, ask),
  ...keycloakUsers(realm, ask),
});

const ofRealm = (
  realm: string,
  ask: AskKeycloak,
): Pick<KeycloakRealm, "settings" | "make" | "change" | "profile" | "changeProfile" | "addMany"> => ({
  settings: async () => {
    const found = await ask(({ realms }) => realms.findOne({ realm }));
    // The client answers null for a 404.
    return found === null || found === undefined ? undefined : fieldsOf(found);
  },
  make: async (fields) => void (await ask(({ realms }) => realms.create({ ...fields, realm }))),
  change: (fields) => ask(({ realms }) => realms.update({ realm }, { ...fields })),
  profile: async () => fieldsOf(await ask(({ users }) => users.getProfile({ realm }))),
  changeProfile: async (fields) => void (await ask(({ users }) => users.updateProfile({ realm, ...fields }))),
  addMany: async (kind, things) => {
    const rep = { ifResourceExists: "SKIP", [kind]: things } as never;
    const { results } = await ask(({ realms }) => realms.partialImport({ realm, rep }));
    return results.map(({ resourceName, id, action }) => ({ name: resourceName, id, isNew: action === "ADDED" }));
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
