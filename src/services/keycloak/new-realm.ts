import type { KeycloakFields } from "../../domain/keycloak.ts";
import { profileOf } from "./profile.ts";
import { keyProviders, type RealmKeys } from "./realm-keys.ts";
import type { WantedRealm, WantedThing } from "./wanted.ts";

/** More users than this come after the realm, some at a time: each password costs the server a tenth of a second. */
const USERS_AT_ONCE = 50;

/**
 * A whole realm in one request: the only one in which Keycloak takes the ids of users, groups and roles that it is given.
 * Client scopes are left out, because Keycloak makes its own only where a realm names none (RealmManager.importRealm).
 */
export function newRealm(want: WantedRealm, keys: RealmKeys): KeycloakFields {
  const own = new Set(want.clientScopes.map(({ key }) => key));
  return {
    ...want.settings,
    realm: want.name,
    components: {
      ...keyProviders(keys),
      "org.keycloak.userprofile.UserProfileProvider": [
        {
          providerId: "declarative-user-profile",
          config: { "kc.user.profile.config": [JSON.stringify(profileOf(want.profile, {}))] },
        },
      ],
    },
    roles: { realm: want.roles.map(({ fields }) => fields) },
    groups: treeOf(want.groups),
    clients: want.clients.map((client) => withoutScopes(newClient(client), own)),
    users: [...firstUsers(want).map(newUser), ...want.serviceAccounts.map(newServiceAccount)],
  };
}

/** The users that are made together with the realm. */
export const firstUsers = ({ users }: WantedRealm): readonly WantedThing[] => users.slice(0, USERS_AT_ONCE);

/** A client as it is made; a confidential one without a secret of ours gets one of Keycloak's. */
export const newClient = ({ fields, secret }: WantedThing): KeycloakFields => ({
  ...fields,
  attributes: withoutEmpty(Object(fields.attributes)),
  ...(secret !== undefined && fields.publicClient !== true && { secret: secret.reveal() }),
});

/** A user as it is made, by the field names of an import. */
export const newUser = ({ fields, secret }: WantedThing): KeycloakFields => ({
  ...fields,
  ...(secret && { credentials: [{ type: "password", value: secret.reveal(), temporary: false }] }),
});

const newServiceAccount = ({ key, fields }: WantedThing): KeycloakFields => ({
  ...{ username: `service-account-${key}`, enabled: true, serviceAccountClientId: key },
  ...fields,
});

const withoutEmpty = (texts: Readonly<Record<string, string>>): KeycloakFields =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));

/** A scope that is not there yet would only be warned of in the server's log. */
const withoutScopes = (client: KeycloakFields, own: ReadonlySet<string>): KeycloakFields => {
  const others = (names: unknown) => (Array.isArray(names) ? names.filter((name) => !own.has(name)) : names);
  const { defaultClientScopes, optionalClientScopes } = client;
  return {
    ...client,
    ...(defaultClientScopes !== undefined && { defaultClientScopes: others(defaultClientScopes) }),
    ...(optionalClientScopes !== undefined && { optionalClientScopes: others(optionalClientScopes) }),
  };
};

/** Groups with those below them inside them. */
function treeOf(groups: readonly WantedThing[]): readonly KeycloakFields[] {
  const below = new Map<string, WantedThing[]>();
  for (const group of groups) push(below, group);
  const at = (above: string): readonly KeycloakFields[] =>
    (below.get(above) ?? []).map(({ key, fields }) => ({ ...fields, subGroups: at(key) }));
  return at("");
}

function push(below: Map<string, WantedThing[]>, group: WantedThing): void {
  const list = below.get(parentOf(group.key));
  if (list === undefined) below.set(parentOf(group.key), [group]);
  else list.push(group);
}

/** The path of the group above; empty for one at the top. */
export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));
