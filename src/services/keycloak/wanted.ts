import type { Client, Group, IdentityDocument, User } from "../../domain/identity.ts";
import type { KeycloakFields } from "../../domain/keycloak.ts";
import type { Secret } from "../../domain/secret.ts";
import { clientFields } from "./client-fields.ts";
import type { RealmDocument } from "./realm-document.ts";

/** One thing that a realm is to hold. */
export interface WantedThing {
  readonly key: string;
  /** By Keycloak's names; without what is secret. */
  readonly fields: KeycloakFields;
  /** A client's secret, a user's password. */
  readonly secret?: Secret;
}

/** Everything that a realm is to hold. */
export interface WantedRealm {
  readonly name: string;
  readonly settings: KeycloakFields;
  /** Attributes of the user profile by name. */
  readonly profile: readonly WantedThing[];
  readonly requiredActions: readonly WantedThing[];
  readonly clientScopes: readonly WantedThing[];
  readonly clients: readonly WantedThing[];
  readonly roles: readonly WantedThing[];
  /** By path; those above before those below. */
  readonly groups: readonly WantedThing[];
  readonly users: readonly WantedThing[];
  /** By client id: the roles of the users that stand for clients. */
  readonly serviceAccounts: readonly WantedThing[];
}

/** The names of the secrets that the identities need. */
export const secretNamesOf = ({ clients, users }: IdentityDocument): readonly string[] => [
  ...clients.filter((client) => !client.public).map(clientSecretName),
  ...users.map(passwordName),
];

/** The name of a confidential client's secret, as the sandbox has it. */
export const clientSecretName = ({ clientId }: Pick<Client, "clientId">): string => `keycloak/${clientId}`;

/** The names of the secrets of a realm's confidential clients. */
export const clientSecretNames = ({ clients }: WantedRealm): readonly string[] =>
  clients.flatMap(({ key, secret }) => (secret === undefined ? [] : [clientSecretName({ clientId: key })]));

/** The same realm, whose clients have these secrets where there is one. */
export const withClientSecrets = (want: WantedRealm, secrets: ReadonlyMap<string, Secret>): WantedRealm => ({
  ...want,
  clients: want.clients.map((client) => {
    const secret = secrets.get(clientSecretName({ clientId: client.key }));
    return client.secret === undefined || secret === undefined ? client : { ...client, secret };
  }),
});

/** The name of a user's password, as the sandbox has it. */
export const passwordName = ({ username }: Pick<User, "username">): string => `identity/${username}`;

/** What the identities and the realm document come to. A secret that is not among these is left to Keycloak. */
export function wantedRealm(
  identities: IdentityDocument,
  document: RealmDocument,
  secrets: ReadonlyMap<string, Secret>,
): WantedRealm {
  const named = (key: string, things: readonly KeycloakFields[] = []) =>
    things.map((fields): WantedThing => ({ key: String(fields[key]), fields }));
  const withSecret = (thing: WantedThing, name: string): WantedThing => {
    const secret = secrets.get(name);
    return secret === undefined ? thing : { ...thing, secret };
  };
  return {
    name: identities.realm,
    settings: document.settings ?? {},
    profile: named("name", document.userProfile).map(({ key, fields }) => ({ key, fields: { ...PLAIN, ...fields } })),
    requiredActions: named("alias", document.requiredActions),
    clientScopes: named("name", document.clientScopes),
    clients: identities.clients.map((client) =>
      withSecret(
        { key: client.clientId, fields: clientFields(client, document) },
        client.public ? "" : clientSecretName(client),
      ),
    ),
    roles: identities.roles.map(({ id, name, description }) => ({ key: name, fields: { id, name, description } })),
    groups: wantedGroups(identities.groups),
    users: identities.users.map((user) => withSecret(wantedUser(user, document), passwordName(user))),
    serviceAccounts: identities.clients
      .filter(({ grants }) => grants.includes("client_credentials"))
      .map(({ clientId, serviceAccountRoles, realmManagementRoles = [] }) => ({
        key: clientId,
        fields: { realmRoles: serviceAccountRoles, clientRoles: rolesAt("realm-management", realmManagementRoles) },
      })),
  };
}

/** What a profile's attribute does not have unless the document says so. */
const PLAIN: KeycloakFields = { validations: {}, annotations: {}, required: {} };

/** Groups with those above them, which a configuration need not name; those above first. */
function wantedGroups(groups: readonly Group[]): readonly WantedThing[] {
  const all = new Map<string, WantedThing>();
  for (const { path } of groups)
    for (const above of pathsAbove(path))
      all.set(above, { key: above, fields: { name: lastOf(above), attributes: {} } });
  for (const { id, name, path, attributes } of groups) all.set(path, { key: path, fields: { id, name, attributes } });
  return [...all.values()].sort((one, other) => depth(one.key) - depth(other.key));
}

const pathsAbove = (path: string): readonly string[] => {
  const parts = path.split("/").slice(1, -1);
  return parts.map((_, at) => `/${parts.slice(0, at + 1).join("/")}`);
};

const lastOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const depth = (path: string): number => path.split("/").length;

const rolesAt = (client: string, roles: readonly string[]): KeycloakFields =>
  roles.length === 0 ? {} : { [client]: roles };

const wantedUser = (user: User, { everyUser }: RealmDocument): WantedThing => ({
  // Keycloak keeps both in lower case.
  key: user.username.toLowerCase(),
  fields: {
    ...{ id: user.id, username: user.username.toLowerCase(), email: user.email.toLowerCase() },
    ...{ firstName: user.firstName, lastName: user.lastName },
    ...{ enabled: user.enabled, emailVerified: user.emailVerified },
    requiredActions: [],
    attributes: user.attributes,
    realmRoles: user.roles,
    clientRoles: rolesAt("account", everyUser?.accountRoles ?? []),
    groups: user.groups,
  },
});
