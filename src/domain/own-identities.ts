import type { ExtraClient, ExtraUser } from "./config.ts";
import type { Client, Group, IdentityDocument, Role, Tenant, User } from "./identity.ts";

/** What a team adds to the identities that ship with avb (`users` and `clients` of `.devenvrc`). */
export interface OwnIdentities {
  readonly users: readonly ExtraUser[];
  readonly clients: readonly ExtraClient[];
  /** The same UUID for the same text, on every machine. */
  readonly uuidOf: (text: string) => string;
}

/**
 * The document with a team's own users and clients. A known user or client is extended, not replaced; roles and groups
 * that only the team names are made; tenants are checked when the configuration is read.
 */
export function withOwnIdentities(document: IdentityDocument, own: OwnIdentities): IdentityDocument {
  const users = own.users.map((extra) => userOf(document, extra, own.uuidOf));
  const clients = own.clients.map((extra) => clientOf(document, extra, own.uuidOf));
  return {
    ...document,
    roles: [...document.roles, ...newRoles(document, users, own.uuidOf)],
    groups: [...document.groups, ...newGroups(document, users, own.uuidOf)],
    users: merged(document.users, users, (user) => user.username),
    clients: merged(document.clients, clients, (client) => client.clientId),
  };
}

function merged<T>(shipped: readonly T[], own: readonly T[], keyOf: (thing: T) => string): readonly T[] {
  const all = new Map([...shipped, ...own].map((thing) => [keyOf(thing), thing]));
  return [...all.values()];
}

const union = (...lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())];

function userOf(document: IdentityDocument, extra: ExtraUser, uuidOf: OwnIdentities["uuidOf"]): User {
  const known = document.users.find((user) => user.username === extra.username);
  const tenant = tenantOf(document, extra);
  return {
    id: known?.id ?? uuidOf(`user:${extra.username}`),
    username: extra.username,
    email: extra.email ?? known?.email ?? (extra.username.includes("@") ? extra.username : ""),
    firstName: extra.firstName ?? known?.firstName ?? "",
    lastName: extra.lastName ?? known?.lastName ?? "",
    enabled: true,
    emailVerified: true,
    attributes: tenant === undefined ? (known?.attributes ?? {}) : { ...known?.attributes, tenant_id: [tenant.id] },
    roles: union(known?.roles ?? [], extra.roles),
    groups: union(tenant === undefined ? (known?.groups ?? []) : [tenant.group], extra.groups.map(asGroupPath)),
  };
}

/** The path of a group that is named by its path, or by its name alone. */
export const asGroupPath = (group: string): string => (group.startsWith("/") ? group : `/${group}`);

/** A tenant is named by its id, its name or its group. */
export const isTenantNamed = ({ id, name, group }: Tenant, named: string): boolean =>
  [id, name, group, group.slice(1)].includes(named);

const tenantOf = ({ tenants }: IdentityDocument, { tenant }: ExtraUser): Tenant | undefined =>
  tenant === undefined ? undefined : tenants.find((known) => isTenantNamed(known, tenant));

function clientOf(document: IdentityDocument, extra: ExtraClient, uuidOf: OwnIdentities["uuidOf"]): Client {
  const known = document.clients.find((client) => client.clientId === extra.id);
  const redirectUris = union(known?.redirectUris ?? [], extra.redirectUris);
  const grants = ["authorization_code", "refresh_token", "password", "urn:ietf:params:oauth:grant-type:device_code"];
  return {
    ...(known ?? {
      id: uuidOf(`client:${extra.id}`),
      clientId: extra.id,
      name: extra.id,
      public: extra.public,
      grants: extra.public ? grants : [...grants, "client_credentials"],
      audiences: ["account"],
      serviceAccountRoles: [],
    }),
    redirectUris,
    postLogoutRedirectUris: union(known?.postLogoutRedirectUris ?? [], extra.redirectUris),
    webOrigins: union(known?.webOrigins ?? [], extra.origins),
  };
}

const newRoles = (document: IdentityDocument, users: readonly User[], uuidOf: OwnIdentities["uuidOf"]) =>
  union(...users.map(({ roles }) => roles))
    .filter((name) => !document.roles.some((role) => role.name === name))
    .map((name): Role => ({ id: uuidOf(`role:${name}`), name, description: "Named in the configuration." }));

const newGroups = (document: IdentityDocument, users: readonly User[], uuidOf: OwnIdentities["uuidOf"]) =>
  union(...users.map(({ groups }) => groups))
    .filter((path) => !document.groups.some((group) => group.path === path))
    .map(
      (path): Group => ({ id: uuidOf(`group:${path}`), name: path.split("/").at(-1) ?? path, path, attributes: {} }),
    );
