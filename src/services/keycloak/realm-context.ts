import type { KeycloakRealm, PasswordFacts, RoleName } from "../../domain/keycloak.ts";
import type { Secret } from "../../domain/secret.ts";
import type { HeldRealm } from "./held.ts";
import type { HashedPassword } from "./new-password.ts";
import type { RealmKeys } from "./realm-keys.ts";
import type { WantedRealm, WantedThing } from "./wanted.ts";

/** What a comparison and its writes need to know beside the documents. */
export interface RealmContext {
  readonly api: KeycloakRealm;
  readonly want: WantedRealm;
  /** How a secret is shown: the same secret always looks the same. */
  shown(secret: Secret): string;
  /** True where it is known that this is the password which was set at that time. */
  isPassword(user: string, facts: PasswordFacts | undefined, password: Secret): boolean;
  /** Keys of its own for a realm that is to be made. */
  newKeys(): Promise<RealmKeys>;
  /** The passwords of users that are to be made, by the users' names; they are written down as ours before they are given out. */
  hashedPasswords(users: readonly WantedThing[]): Promise<ReadonlyMap<string, HashedPassword>>;
  /** Told after a password was written to a user of that id. */
  passwordSet(user: string, id: string): void;
}

/** The ids by which things are written, also of those that the same run makes. */
export interface RealmIds {
  /** The id of a thing of a kind by its key; it is known to be there by then. */
  of(kind: IdKind, key: string): string;
  set(kind: IdKind, key: string, id: string): void;
  /** Roles of the realm, or of a client, by their names. */
  roles(names: readonly string[], client?: string): Promise<readonly RoleName[]>;
}

/** Kinds whose ids are needed to write others. */
export type IdKind = "clientScopes" | "clients" | "groups";

/** The ids of what a realm holds. */
export function realmIds(api: KeycloakRealm, held: HeldRealm): RealmIds {
  const all = {
    clientScopes: idsOf(held.clientScopes),
    clients: idsOf(held.clients),
    groups: idsOf(held.groups),
  };
  const lists = new Map<string, Promise<ReadonlyMap<string, RoleName>>>();
  const rolesOf = (client: string) => {
    const known = lists.get(client);
    if (known !== undefined) return known;
    const asked = client === "" ? api.list("roles") : api.rolesAt(all.clients.get(client) ?? "");
    const list = asked.then(byRoleName);
    lists.set(client, list);
    return list;
  };
  return {
    of: (kind, key) => all[kind].get(key) ?? "",
    set: (kind, key, id) => void all[kind].set(key, id),
    roles: async (names, client = "") => {
      const known = await rolesOf(client);
      return names.map((name) => known.get(name)).filter((role) => role !== undefined);
    },
  };
}

const idsOf = (things: readonly { readonly key: string; readonly id: string }[]) =>
  new Map(things.map(({ key, id }) => [key, id]));

const byRoleName = (roles: readonly { readonly id?: unknown; readonly name?: unknown }[]) =>
  new Map(roles.map(({ id, name }) => [String(name), { id: String(id), name: String(name) }]));
