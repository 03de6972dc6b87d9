import type { KeycloakRealm } from "../domain/keycloak.ts";
import { idsOf, namesOf, roleOf } from "./keycloak-answers.ts";
import { type AskKeycloak, paged } from "./keycloak-kinds.ts";

type UserVerbs = Pick<
  KeycloakRealm,
  | "mappingsOf"
  | "give"
  | "take"
  | "groupsOf"
  | "join"
  | "leave"
  | "holdersOf"
  | "membersOf"
  | "passwordOf"
  | "setPassword"
>;

/** The verbs about users: their roles, groups and passwords. */
export const keycloakUsers = (realm: string, ask: AskKeycloak): UserVerbs => ({
  mappingsOf: async (id) => {
    const { realmMappings, clientMappings } = await ask(({ users }) => users.listRoleMappings({ realm, id }));
    const clients = Object.entries(clientMappings ?? {}).map(([client, { mappings }]) => [client, namesOf(mappings)]);
    return { realm: namesOf(realmMappings), clients: Object.fromEntries(clients) };
  },
  give: (id, roles, clientUniqueId) =>
    ask(({ users }) => {
      const given = { realm, id, roles: roles.map(roleOf) };
      if (clientUniqueId === undefined) return users.addRealmRoleMappings(given);
      return users.addClientRoleMappings({ ...given, clientUniqueId });
    }),
  take: (id, roles, clientUniqueId) =>
    ask(({ users }) => {
      const taken = { realm, id, roles: roles.map(roleOf) };
      if (clientUniqueId === undefined) return users.delRealmRoleMappings(taken);
      return users.delClientRoleMappings({ ...taken, clientUniqueId });
    }),
  groupsOf: async (id) => {
    const groups = await ask(({ users }) => users.listGroups({ realm, id, first: 0, max: 1000 }));
    return groups.map(({ path }) => String(path));
  },
  join: async (id, groupId) => void (await ask(({ users }) => users.addToGroup({ realm, id, groupId }))),
  leave: async (id, groupId) => void (await ask(({ users }) => users.delFromGroup({ realm, id, groupId }))),
  holdersOf: async (name, id) =>
    idsOf(
      await ask(({ roles, clients }) =>
        paged((first, max) => {
          const page = { realm, first, max, ...BRIEF };
          if (id === undefined) return roles.findUsersWithRole({ ...page, name });
          return clients.findUsersWithRole({ ...page, id, roleName: name });
        }),
      ),
    ),
  membersOf: async (id) =>
    idsOf(await ask(({ groups }) => paged((first, max) => groups.listMembers({ realm, id, first, max, ...BRIEF })))),
  passwordOf: async (id) => {
    const all = await ask(({ users }) => users.getCredentials({ realm, id }));
    const password = all.find(({ type }) => type === "password");
    return password === undefined
      ? undefined
      : { id: String(password.id), createdDate: Number(password.createdDate ?? 0) };
  },
  setPassword: (id, password) => {
    const credential = { type: "password", value: password.reveal(), temporary: false };
    return ask(({ users }) => users.resetPassword({ realm, id, credential }));
  },
});

/** Without what is read of users elsewhere; the client's types do not know the parameter. */
const BRIEF = { briefRepresentation: true };
