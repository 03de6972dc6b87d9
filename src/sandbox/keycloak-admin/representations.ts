import type { Group, Role } from "../../domain/identity.ts";
import type { HeldClient, HeldUser } from "../../domain/sandbox-protocol.ts";
import type { IdentityStore } from "../identity-store.ts";
import { serviceAccountId, serviceAccountName } from "../principal.ts";

/** JSON as Keycloak's admin REST API shows it. */
export type Representation = Readonly<Record<string, unknown>>;

const MASKED = "**********";

/** A user; names and attributes that are empty are left out, as Keycloak does. */
export const userRepresentation = (user: HeldUser, brief = false): Representation => ({
  id: user.id,
  username: user.username,
  ...filled({ firstName: user.firstName, lastName: user.lastName, email: user.email }),
  emailVerified: user.emailVerified,
  enabled: user.enabled,
  ...(brief ? {} : fullUser(user)),
});

const fullUser = (user: HeldUser): Representation => ({
  ...(Object.keys(user.attributes).length === 0 ? {} : { attributes: user.attributes }),
  totp: false,
  disableableCredentialTypes: [],
  requiredActions: [],
  notBefore: 0,
});

/** What the caller may do with a user. */
export const userAccess = (manages: boolean): Representation => ({
  access: {
    manageGroupMembership: manages,
    resetPassword: manages,
    view: true,
    mapRoles: manages,
    impersonate: false,
    manage: manages,
  },
});

/** The service account of a client, which is no person. */
export const serviceAccountRepresentation = (client: HeldClient): Representation =>
  userRepresentation({
    id: serviceAccountId(client),
    username: serviceAccountName(client),
    email: "",
    firstName: "",
    lastName: "",
    enabled: true,
    emailVerified: false,
    attributes: {},
    roles: client.serviceAccountRoles,
    groups: [],
  });

/** A realm role; the realm's id is its name. */
export const roleRepresentation = (role: Role, realm: string): Representation => ({
  id: role.id,
  name: role.name,
  ...filled({ description: role.description }),
  composite: false,
  clientRole: false,
  containerId: realm,
});

/** The path of the group above, empty for one at the top. */
export const parentPath = (path: string): string => path.slice(0, path.lastIndexOf("/"));

/** The groups directly below this path; the empty path gives those at the top. */
export const childrenOf = (store: IdentityStore, path: string): readonly Group[] =>
  store.groups().filter((group) => parentPath(group.path) === path);

/** A group without its attributes. */
export function groupRepresentation(
  store: IdentityStore,
  group: Group,
  subGroups: readonly Representation[] = [],
): Representation {
  const parent = store.findGroup({ path: parentPath(group.path) });
  return {
    id: group.id,
    name: group.name,
    path: group.path,
    ...(parent === undefined ? {} : { parentId: parent.id }),
    subGroupCount: childrenOf(store, group.path).length,
    subGroups,
  };
}

/** What a group has beside its brief form. */
export const groupDetails = (group: Group): Representation => ({
  attributes: group.attributes,
  realmRoles: [],
  clientRoles: {},
});

/** A client; its secret is masked, as for a caller who may only view. */
export const clientRepresentation = (client: HeldClient): Representation => ({
  id: client.id,
  clientId: client.clientId,
  name: client.name,
  enabled: true,
  protocol: "openid-connect",
  clientAuthenticatorType: "client-secret",
  ...(client.public ? {} : { secret: MASKED }),
  redirectUris: client.redirectUris,
  webOrigins: client.webOrigins,
  publicClient: client.public,
  bearerOnly: false,
  standardFlowEnabled: client.grants.includes("authorization_code"),
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: client.grants.includes("password"),
  serviceAccountsEnabled: hasServiceAccount(client),
  attributes: {
    "post.logout.redirect.uris": client.postLogoutRedirectUris.join("##"),
    ...filled({ "backchannel.logout.url": client.backchannelLogoutUri ?? "" }),
  },
});

/** True when the client may get tokens for itself. */
export const hasServiceAccount = (client: HeldClient): boolean => client.grants.includes("client_credentials");

const filled = (fields: Readonly<Record<string, string>>): Representation =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
