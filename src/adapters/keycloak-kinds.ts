import type KeycloakAdminClient from "@keycloak/keycloak-admin-client";
import type { KeycloakList } from "../domain/keycloak.ts";

/** Asks the official client; what it throws comes out as a ServiceRefusal. */
export type AskKeycloak = <T>(ask: (client: KeycloakAdminClient) => Promise<T>) => Promise<T>;

/** The official client's methods for one kind of thing. */
export interface KeycloakKind {
  /** All of them, whole, whatever the pages. */
  list(client: KeycloakAdminClient, realm: string): Promise<unknown>;
  add?(client: KeycloakAdminClient, realm: string, fields: never): Promise<unknown>;
  set(client: KeycloakAdminClient, realm: string, id: string, fields: never): Promise<void>;
  remove(client: KeycloakAdminClient, realm: string, id: string): Promise<void>;
}

/** Things a page; Keycloak answers 100 users where nobody asks for more. */
const PAGE = 500;

/** By kind; roles and required actions go by their names (facts 2.3). */
export const KEYCLOAK_KINDS: Readonly<Record<KeycloakList, KeycloakKind>> = {
  clientScopes: {
    list: ({ clientScopes }, realm) => clientScopes.find({ realm }),
    add: ({ clientScopes }, realm, fields: object) => clientScopes.create({ realm, ...fields }),
    set: ({ clientScopes }, realm, id, fields: object) => clientScopes.update({ realm, id }, { ...fields }),
    remove: ({ clientScopes }, realm, id) => clientScopes.del({ realm, id }),
  },
  clients: {
    list: ({ clients }, realm) => clients.find({ realm }),
    add: ({ clients }, realm, fields: object) => clients.create({ realm, ...fields }),
    set: ({ clients }, realm, id, fields: object) => clients.update({ realm, id }, { ...fields }),
    remove: ({ clients }, realm, id) => clients.del({ realm, id }),
  },
  roles: {
    list: ({ roles }, realm) => paged((first, max) => roles.find({ realm, first, max, briefRepresentation: false })),
    add: ({ roles }, realm, fields: object) => roles.create({ realm, ...fields }),
    set: ({ roles }, realm, name, fields: object) => roles.updateByName({ realm, name }, { ...fields }),
    remove: ({ roles }, realm, name) => roles.delByName({ realm, name }),
  },
  groups: {
    list: async (client, realm) => {
      const query = { realm, briefRepresentation: false };
      const top = await paged((first, max) => client.groups.find({ ...query, first, max }));
      return withChildren(client, realm, top as readonly GroupSeen[]);
    },
    add: ({ groups }, realm, fields: { readonly parentId?: string }) => {
      const { parentId, ...group } = fields;
      if (parentId === undefined) return groups.create({ realm, ...group });
      return groups.createChildGroup({ realm, id: parentId }, group as { name: string });
    },
    set: ({ groups }, realm, id, fields: object) => groups.update({ realm, id }, fields as { name: string }),
    remove: ({ groups }, realm, id) => groups.del({ realm, id }),
  },
  users: {
    list: ({ users }, realm) => paged((first, max) => users.find({ realm, first, max, briefRepresentation: false })),
    add: ({ users }, realm, fields: object) => users.create({ realm, ...fields }),
    set: ({ users }, realm, id, fields: object) => users.update({ realm, id }, { ...fields }),
    remove: ({ users }, realm, id) => users.del({ realm, id }),
  },
  requiredActions: {
    list: ({ authenticationManagement }, realm) => authenticationManagement.getRequiredActions({ realm } as never),
    set: ({ authenticationManagement }, realm, alias, fields: object) =>
      authenticationManagement.updateRequiredAction({ realm, alias }, { ...fields }),
    remove: ({ authenticationManagement }, realm, alias) =>
      authenticationManagement.deleteRequiredAction({ realm, alias }),
  },
  identityProviders: {
    list: ({ identityProviders }, realm) => identityProviders.find({ realm } as never),
    set: ({ identityProviders }, realm, alias, fields: object) =>
      identityProviders.update({ realm, alias }, { ...fields }),
    remove: ({ identityProviders }, realm, alias) => identityProviders.del({ realm, alias }),
  },
};

interface GroupSeen {
  readonly id?: string;
  readonly subGroupCount?: number;
}

/** Since Keycloak 23 a list of groups counts those below and does not hold them. */
async function withChildren(
  client: KeycloakAdminClient,
  realm: string,
  groups: readonly GroupSeen[],
): Promise<readonly unknown[]> {
  const below = groups.map(async ({ id = "", subGroupCount = 0 }) => {
    if (subGroupCount === 0) return [];
    const children = await paged((first, max) =>
      client.groups.listSubGroups({ realm, parentId: id, first, max, briefRepresentation: false }),
    );
    return withChildren(client, realm, children as readonly GroupSeen[]);
  });
  return [...groups, ...(await Promise.all(below)).flat()];
}

/** All of a list that the server gives a page at a time. */
export async function paged(ask: (first: number, max: number) => Promise<unknown>): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for (;;) {
    const page: unknown = await ask(all.length, PAGE);
    if (!Array.isArray(page)) throw new TypeError("its answer holds no list");
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}
