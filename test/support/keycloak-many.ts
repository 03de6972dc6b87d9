import { expect } from "vitest";
import type { KeycloakRealm } from "../../src/domain/keycloak.ts";
import { Secret } from "../../src/domain/secret.ts";
import { idOf } from "./keycloak-change-by-hand.ts";
import { seeded } from "./keycloak-seeding.ts";
import { KEYCLOAK_ALONE, type LiveKeycloak } from "./live-keycloak.ts";
import { expectDone, type LiveStack } from "./live-stack.ts";

const USERS = 70;
const GROUPS = 10;
const nameOf = (at: number): string => `many-${String(at).padStart(2, "0")}`;
const groupOf = (at: number): string => `/some-${at % GROUPS}`;

/** What is changed by hand: whose, in which field. */
const CHANGED = [
  [nameOf(1), "realmRoles"],
  [nameOf(2), "clientRoles"],
  [nameOf(3), "groups"],
  [nameOf(4), "groups"],
  [nameOf(5), "password"],
] as const;

/** More users than are asked one by one come in lots; then nothing is left to write, also after a login, and a change by hand is found among them and put back. */
export async function expectManySeeded(stack: LiveStack, { realm }: LiveKeycloak): Promise<void> {
  const users = Array.from({ length: USERS }, (_, at) => `  - {username: ${nameOf(at)}, groups: [${groupOf(at)}]}\n`);
  await seeded(stack);
  stack.put(".devenvrc", `${KEYCLOAK_ALONE}users:\n${users.join("")}`);
  expect((await seeded(stack)).written).toBe(USERS + GROUPS);
  expectDone(await stack.avb("token", "--user", nameOf(0)));
  expect((await seeded(stack)).written).toBe(0);
  await changeByHand(realm);
  const { changes } = await seeded(stack, "--plan");
  const found = changes.filter(({ do: word }) => word === "update" || word === "create");
  expect(found.map(({ key, fields = [] }) => [key, fields.map(({ field }) => field).join()])).toEqual([
    ...CHANGED,
    [nameOf(6), ""],
  ]);
  expect((await seeded(stack)).written).toBe(CHANGED.length + 1);
  expect((await seeded(stack)).written).toBe(0);
}

async function changeByHand(realm: KeycloakRealm): Promise<void> {
  const user = (at: number) => idOf(realm, "users", "username", nameOf(at));
  const group = (path: string) => idOf(realm, "groups", "path", path);
  const admin = await idOf(realm, "roles", "name", "admin");
  const management = await idOf(realm, "clients", "clientId", "realm-management");
  const ofClient = (await realm.rolesAt(management)).filter(({ name }) => name === "view-users");
  await realm.give(await user(1), [{ id: admin, name: "admin" }]);
  await realm.give(await user(2), ofClient, management);
  await realm.leave(await user(3), await group(groupOf(3)));
  await realm.join(await user(4), await group("/platform"));
  await realm.setPassword(await user(5), new Secret("by-hand"));
  await realm.remove("users", await user(6));
}
