import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { turns } from "../../src/domain/turns.ts";
import { type GivenIn, withGiven } from "../../src/services/keycloak/given-to-users.ts";
import type { HeldThing } from "../../src/services/keycloak/held-thing.ts";

const ROLES = ["admin", "viewer", "default-roles-x"];
const CLIENTS: Readonly<Record<string, readonly string[]>> = { account: ["view-profile", "manage"], empty: [] };
const GROUPS = ["/a", "/a/b", "/c"];

interface Given {
  readonly realm: readonly string[];
  readonly account: readonly string[];
  readonly groups: readonly string[];
}

const given = fc.record({
  realm: fc.subarray(ROLES),
  account: fc.subarray([...(CLIENTS.account ?? [])]),
  groups: fc.subarray(GROUPS),
});

const thing = (key: string, id: string): HeldThing => ({ key, id, fields: { name: key } });

/** A realm in which users are given these, as Keycloak tells it, and how often it was asked. */
function realmOf(all: readonly Given[]) {
  let asked = 0;
  const counted = <Answer>(answer: Answer): Promise<Answer> => {
    asked += 1;
    return Promise.resolve(answer);
  };
  const of = (id: string): Given => all[Number(id)] ?? { realm: [], account: [], groups: [] };
  const idsWhere = (has: (one: Given) => boolean) => all.flatMap((one, at) => (has(one) ? [String(at)] : []));
  const api: GivenIn["api"] = {
    mappingsOf: (id) => {
      const { realm, account } = of(id);
      return counted({ realm, clients: account.length === 0 ? {} : { account } });
    },
    groupsOf: (id) => counted(of(id).groups),
    rolesAt: (uuid) => counted((CLIENTS[uuid.slice(3)] ?? []).map((name) => ({ id: `id-${name}`, name }))),
    holdersOf: (role, uuid) => counted(idsWhere((one) => (uuid ? one.account : one.realm).includes(role))),
    membersOf: (id) => counted(idsWhere(({ groups }) => groups.includes(id.slice(3)))),
  };
  const from: GivenIn = {
    ...{ api, turn: turns(8) },
    roles: ROLES.map((name) => thing(name, name)),
    groups: GROUPS.map((path) => thing(path, `id-${path}`)),
    clients: Object.keys(CLIENTS).map((name) => thing(name, `id-${name}`)),
  };
  return { from, users: all.map((_, at) => thing(`u${at}`, String(at))), asked: () => asked };
}

const sorted = (users: readonly HeldThing[]) =>
  users.map(({ key, fields: { realmRoles, clientRoles, groups, name } }) => {
    const texts = (value: unknown) => [...(value as readonly string[])].sort();
    const clients = Object.entries(clientRoles as object).map(([client, roles]) => [client, texts(roles)]);
    return [key, name, texts(realmRoles), Object.fromEntries(clients), texts(groups)];
  });

describe("what users are given", () => {
  test("is the same whether each user is asked or each role and each group", async () => {
    const many = fc.array(given, { minLength: 60, maxLength: 90 });
    await fc.assert(
      fc.asyncProperty(many, async (all) => {
        const { from, users } = realmOf(all);
        const apart = await Promise.all(users.map((user) => withGiven([user], from)));
        expect(sorted(await withGiven(users, from))).toEqual(sorted(apart.flat()));
      }),
      { numRuns: Number(process.env.AVB_SOAK ?? 0) * 1000 || 20 },
    );
  });

  test("is read of a thousand users in as many requests as there are roles, clients and groups", async () => {
    const one: Given = { realm: ["viewer"], account: ["manage"], groups: ["/a/b"] };
    const { from, users, asked } = realmOf(Array.from({ length: 1000 }, () => one));
    const [first] = await withGiven(users, from);
    expect(first?.fields).toMatchObject({
      realmRoles: ["viewer"],
      clientRoles: { account: ["manage"] },
      groups: ["/a/b"],
    });
    expect(asked()).toBe(ROLES.length + 2 + 2 + GROUPS.length);
  });

  test("is asked of each of a few users, and of each user where there are as many groups", async () => {
    const few = realmOf([{ realm: [], account: [], groups: ["/c"] }]);
    await withGiven(few.users, few.from);
    expect(few.asked()).toBe(2);
    const many = realmOf(Array.from({ length: 100 }, () => ({ realm: [], account: [], groups: [] })));
    const groups = Array.from({ length: 100 }, (_, at) => thing(`/g${at}`, `id-/g${at}`));
    await withGiven(many.users, { ...many.from, groups });
    expect(many.asked()).toBe(ROLES.length + 2 + 2 + 100);
  });
});
