/** A tenant: its UUID, its name and the group its users belong to. */
export interface Tenant {
  readonly id: string;
  readonly name: string;
  /** Path of the group. */
  readonly group: string;
}

/** A realm role. */
export interface Role {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

/** A group; a tenant's group carries `tenant_id`. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** A person who can sign in; the password lives among the local secrets as `identity/<username>`. */
export interface User {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly enabled: boolean;
  readonly emailVerified: boolean;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  readonly roles: readonly string[];
  /** Group paths. */
  readonly groups: readonly string[];
}

/** An application; a confidential one's secret lives among the local secrets as `keycloak/<clientId>`. */
export interface Client {
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  readonly public: boolean;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly webOrigins: readonly string[];
  readonly grants: readonly string[];
  /** Client ids its tokens are meant for, besides itself. */
  readonly audiences: readonly string[];
  /** Realm roles of its service account. */
  readonly serviceAccountRoles: readonly string[];
  /** What its service account may do through the admin REST API: roles of Keycloak's own client `realm-management`. */
  readonly realmManagementRoles?: readonly string[];
  /** Where it is told that a session of its user has ended (OpenID Connect Back-Channel Logout 1.0). */
  readonly backchannelLogoutUri?: string;
}

/** The desired identities of a realm: what the fixture file holds, and what Keycloak will be seeded with. */
export interface IdentityDocument {
  readonly realm: string;
  readonly tenants: readonly Tenant[];
  readonly roles: readonly Role[];
  readonly groups: readonly Group[];
  readonly users: readonly User[];
  readonly clients: readonly Client[];
}
