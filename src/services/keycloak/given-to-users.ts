import type { KeycloakRealm, RoleMappings } from "../../domain/keycloak.ts";
import type { turns } from "../../domain/turns.ts";
import type { HeldThing } from "./held-thing.ts";

/** Of so many users each role is asked who has it: a realm has some forty at Keycloak's own clients. */
const MANY = 60;

/** Of what a user is given, and how it is asked. */
export interface GivenIn {
  readonly api: Pick<KeycloakRealm, "mappingsOf" | "groupsOf" | "rolesAt" | "holdersOf" | "membersOf">;
  readonly turn: ReturnType<typeof turns>;
  /** All roles, groups and clients of the realm. */
  readonly roles: readonly HeldThing[];
  readonly groups: readonly HeldThing[];
  readonly clients: readonly HeldThing[];
}

/** The users with their roles and groups, in the way that asks less: of each user, or of each role and each group. */
export async function withGiven(users: readonly HeldThing[], from: GivenIn): Promise<readonly HeldThing[]> {
  const [rolesOf, groupsOf] = await Promise.all([
    users.length < MANY ? rolesByUser(users, from) : rolesByRole(from),
    users.length < from.groups.length * 2 ? groupsByUser(users, from) : groupsByGroup(from),
  ]);
  return users.map((user) => {
    const { realm, clients } = rolesOf(user.id);
    return { ...user, fields: { ...user.fields, realmRoles: realm, clientRoles: clients, groups: groupsOf(user.id) } };
  });
}

type Of<Given> = (userId: string) => Given;
const NO_ROLES: RoleMappings = { realm: [], clients: {} };

async function rolesByUser(users: readonly HeldThing[], { api, turn }: GivenIn): Promise<Of<RoleMappings>> {
  const all = new Map(
    await Promise.all(users.map(async ({ id }) => [id, await turn(() => api.mappingsOf(id))] as const)),
  );
  return (id) => all.get(id) ?? NO_ROLES;
}

async function rolesByRole({ api, turn, roles, clients }: GivenIn): Promise<Of<RoleMappings>> {
  const holders = async (role: string, uuid?: string) => ({ role, ids: await turn(() => api.holdersOf(role, uuid)) });
  const [realm, ofClients] = await Promise.all([
    Promise.all(roles.map(({ key }) => holders(key))),
    Promise.all(
      clients.map(async ({ id, key }) => {
        const defined = await turn(() => api.rolesAt(id));
        return { key, given: await Promise.all(defined.map(({ name }) => holders(name, id))) };
      }),
    ),
  ]);
  const realmRoles = byUser(realm.map(({ role, ids }) => [role, ids]));
  const clientRoles = ofClients.map(
    ({ key, given }) => [key, byUser(given.map(({ role, ids }) => [role, ids]))] as const,
  );
  return (id) => ({
    realm: realmRoles(id),
    clients: Object.fromEntries(
      clientRoles.map(([key, of]) => [key, of(id)] as const).filter(([, names]) => names.length > 0),
    ),
  });
}

async function groupsByUser(users: readonly HeldThing[], { api, turn }: GivenIn): Promise<Of<readonly string[]>> {
  const all = new Map(
    await Promise.all(users.map(async ({ id }) => [id, await turn(() => api.groupsOf(id))] as const)),
  );
  return (id) => all.get(id) ?? [];
}

async function groupsByGroup({ api, turn, groups }: GivenIn): Promise<Of<readonly string[]>> {
  return byUser(
    await Promise.all(groups.map(async ({ id, key }) => [key, await turn(() => api.membersOf(id))] as const)),
  );
}

/** Names of things with those who have them, the other way round. */
function byUser(things: readonly (readonly [name: string, ids: readonly string[]])[]): Of<readonly string[]> {
  const of = new Map<string, string[]>();
  for (const [name, ids] of things)
    for (const id of ids) {
      const names = of.get(id);
      if (names === undefined) of.set(id, [name]);
      else names.push(name);
    }
  return (id) => of.get(id) ?? [];
}
