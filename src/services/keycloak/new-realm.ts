import type { KeycloakFields } from "../../domain/keycloak.ts";
import { type HashedPassword, hashedCredential } from "./new-password.ts";
import { profileOf } from "./profile.ts";
import { keyProviders, type RealmKeys } from "./realm-keys.ts";
import type { WantedRealm, WantedThing } from "./wanted.ts";

/** More groups and users than this come after the realm, some at a time: what one request makes costs more with each thing in it. */
const AT_ONCE = 50;

/** The passwords of new users by the users' names. */
export type HashedPasswords = ReadonlyMap<string, HashedPassword>;

/**
 * A whole realm in one request: the only one in which Keycloak takes the ids of users, groups and roles that it is given.
 * Client scopes are left out, because Keycloak makes its own only where a realm names none (RealmManager.importRealm).
 */
export function newRealm(want: WantedRealm, keys: RealmKeys, passwords: HashedPasswords): KeycloakFields {
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
    groups: treeOf(firstGroups(want)),
    clients: want.clients.map((client) => withoutScopes(newClient(client), own)),
    users: [
      ...firstUsers(want).map((user) => newUser(user, passwords)),
      ...want.serviceAccounts.map(newServiceAccount),
    ],
  };
}

/** The groups that are made together with the realm; those above them are among them. */
const firstGroups = ({ groups }: WantedRealm): readonly WantedThing[] => groups.slice(0, AT_ONCE);

/** The users that are made together with the realm: their groups are there. */
export function firstUsers(want: WantedRealm): readonly WantedThing[] {
  const there = new Set(firstGroups(want).map(({ key }) => key));
  const isPossible = ({ fields: { groups } }: WantedThing) =>
    !Array.isArray(groups) || groups.every((path) => there.has(path));
  return want.users.filter(isPossible).slice(0, AT_ONCE);
}

/** What may still differ once the realm was made as it was told: everything that is not in that one request, or that the server adds to it. */
export function afterNewRealm(want: WantedRealm): WantedRealm {
  const made = new Set(firstUsers(want));
  return {
    ...{ ...want, users: want.users.filter((user) => !made.has(user)), serviceAccounts: [] },
    clients: want.clients.map(({ key, fields }) => ({ key, fields })),
  };
}

/** A client as it is made; a confidential one without a secret of ours gets one of Keycloak's. */
export const newClient = ({ fields, secret }: WantedThing): KeycloakFields => ({
  ...fields,
  attributes: withoutEmpty(Object(fields.attributes)),
  ...(secret !== undefined && fields.publicClient !== true && { secret: secret.reveal() }),
});

/** A user as it is made, by the field names of an import. */
export function newUser({ key, fields }: WantedThing, passwords: HashedPasswords): KeycloakFields {
  const password = passwords.get(key);
  return { ...fields, ...(password && { credentials: [hashedCredential(password)] }) };
}

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
