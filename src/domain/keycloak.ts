import type { Secret } from "./secret.ts";

/** A thing of Keycloak's: fields by the names of its admin REST API (representations of @keycloak/keycloak-admin-client 26.7). */
export type KeycloakFields = Readonly<Record<string, unknown>>;

/** The kinds of thing that a realm lists. */
export const KEYCLOAK_LISTS = [
  "clientScopes",
  "clients",
  "roles",
  "groups",
  "users",
  "requiredActions",
  "identityProviders",
] as const;

/** One of those kinds. */
export type KeycloakList = (typeof KEYCLOAK_LISTS)[number];

/** A role as it is given to somebody: both are needed. */
export interface RoleName {
  readonly id: string;
  readonly name: string;
}

/** The roles of a user by their names: the realm's own, and those at clients by client id. */
export interface RoleMappings {
  readonly realm: readonly string[];
  readonly clients: Readonly<Record<string, readonly string[]>>;
}

/** A password as Keycloak describes it, without the password. `createdDate` is the millisecond at which it was set. */
export interface PasswordFacts {
  readonly id: string;
  readonly createdDate: number;
}

/** What became of one thing of an import; `isNew` is false for one that was there. */
export interface Imported {
  readonly name: string;
  readonly id: string;
  readonly isNew: boolean;
}

/** One realm through the admin REST API. Every verb throws a ServiceRefusal where it did not succeed. */
export interface KeycloakRealm {
  /** The realm's own settings; undefined where there is no such realm. */
  settings(): Promise<KeycloakFields | undefined>;
  /** Makes the realm with all that the fields name. */
  make(fields: KeycloakFields): Promise<void>;
  change(fields: KeycloakFields): Promise<void>;
  profile(): Promise<KeycloakFields>;
  changeProfile(fields: KeycloakFields): Promise<void>;
  /** All of a kind, whole; groups with those below them in one list. */
  list(kind: KeycloakList): Promise<readonly KeycloakFields[]>;
  /** Makes one and answers its id where the server tells it; a group with a `parentId` below that one. */
  add(kind: KeycloakList, fields: KeycloakFields): Promise<string>;
  /** `id` is the name of a role and the alias of a required action. */
  set(kind: KeycloakList, id: string, fields: KeycloakFields): Promise<void>;
  remove(kind: KeycloakList, id: string): Promise<void>;
  /**
   * Makes many users with all that they are given, or many groups with their `path`, in one transaction (partialImport); those that are
   * there stay as they are. Answers all of them. It refuses all of them where one is wrong, without its name.
   */
  addMany(kind: "users" | "groups", things: readonly KeycloakFields[]): Promise<readonly Imported[]>;

  /** A client's secret by its own endpoint, where it is never masked; undefined where it has none. */
  secretOf(clientUuid: string): Promise<string | undefined>;
  serviceAccountOf(clientUuid: string): Promise<KeycloakFields>;
  /** The roles that a client defines. */
  rolesAt(clientUuid: string): Promise<readonly RoleName[]>;
  linkScope(clientUuid: string, scopeId: string, as: "default" | "optional"): Promise<void>;
  unlinkScope(clientUuid: string, scopeId: string, as: "default" | "optional"): Promise<void>;
  addMapper(scopeId: string, fields: KeycloakFields): Promise<void>;
  setMapper(scopeId: string, mapperId: string, fields: KeycloakFields): Promise<void>;
  removeMapper(scopeId: string, mapperId: string): Promise<void>;

  mappingsOf(userId: string): Promise<RoleMappings>;
  /** Gives roles of the realm, or of a client by its UUID. */
  give(userId: string, roles: readonly RoleName[], clientUuid?: string): Promise<void>;
  take(userId: string, roles: readonly RoleName[], clientUuid?: string): Promise<void>;
  /** Paths of the groups that a user is in. */
  groupsOf(userId: string): Promise<readonly string[]>;
  join(userId: string, groupId: string): Promise<void>;
  leave(userId: string, groupId: string): Promise<void>;
  /** Ids of the users that are given a role of the realm, or of a client by its UUID, themselves: not by a group or another role. */
  holdersOf(role: string, clientUuid?: string): Promise<readonly string[]>;
  /** Ids of the users that are in a group itself. */
  membersOf(groupId: string): Promise<readonly string[]>;
  /** Undefined for a user that has no password. */
  passwordOf(userId: string): Promise<PasswordFacts | undefined>;
  setPassword(userId: string, password: Secret): Promise<void>;
}

/** The way to a Keycloak, signed in as a service account of its realm `master`; the client is loaded with the first verb. */
export interface Keycloak {
  /** `url` is the server's root, such as `http://127.0.0.1:65006`. */
  connect(place: {
    readonly url: string;
    readonly realm: string;
    readonly clientId: string;
    readonly secret: Secret;
    readonly signal?: AbortSignal;
  }): KeycloakRealm;
}
