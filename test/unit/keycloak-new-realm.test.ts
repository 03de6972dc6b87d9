import { describe, expect, test } from "vitest";
import { nodeHash } from "../../src/adapters/hash.ts";
import { Secret } from "../../src/domain/secret.ts";
import { hashedCredential } from "../../src/services/keycloak/new-password.ts";
import { afterNewRealm, newRealm } from "../../src/services/keycloak/new-realm.ts";
import type { WantedRealm, WantedThing } from "../../src/services/keycloak/wanted.ts";

const KEYS = { signing: new Secret("S"), encryption: new Secret("E") };
const group = (path: string): WantedThing => ({ key: path, fields: { name: path.slice(1) } });
const user = (name: string, groups: readonly string[]): WantedThing => ({
  ...{ key: name, fields: { username: name, groups }, secret: new Secret("never to be seen") },
});

const REALM: WantedRealm = {
  ...{ name: "shop", settings: {}, profile: [], requiredActions: [], clientScopes: [], roles: [] },
  groups: Array.from({ length: 70 }, (_, at) => group(`/g${at}`)),
  users: Array.from({ length: 70 }, (_, at) => user(`u${at}`, at === 0 ? ["/g60"] : ["/g1"])),
  clients: [{ key: "portal", fields: { publicClient: false }, secret: new Secret("of the client") }],
  serviceAccounts: [{ key: "portal", fields: { realmRoles: [] } }],
};

describe("a realm that is made in one request", () => {
  const HASHED = { id: "c", createdDate: 5, salt: "c2FsdA==", hash: "aGFzaA==", rounds: 9 };
  const made = newRealm(REALM, KEYS, new Map([["u1", HASHED]]));
  const usersIn = made.users as readonly { readonly username: string; readonly credentials?: readonly unknown[] }[];

  test("has the first groups, and the first of the users that are in no other group", () => {
    expect((made.groups as readonly unknown[]).length).toBe(50);
    const people = usersIn.filter(({ username }) => !username.startsWith("service-account-"));
    expect(people.map(({ username }) => username)).toEqual(Array.from({ length: 50 }, (_, at) => `u${at + 1}`));
  });

  test("has passwords as hashes only", () => {
    expect(usersIn.find(({ username }) => username === "u1")?.credentials).toEqual([hashedCredential(HASHED)]);
    expect(JSON.stringify(made)).not.toContain("never to be seen");
  });

  test("leaves to be looked at afterwards what was not in it", () => {
    const rest = afterNewRealm(REALM);
    expect(rest.users.map(({ key }) => key)).toEqual(["u0", ...Array.from({ length: 19 }, (_, at) => `u${at + 51}`)]);
    expect([rest.groups.length, rest.serviceAccounts, rest.clients[0]?.secret]).toEqual([70, [], undefined]);
  });
});

test("a hash is PBKDF2 with HMAC-SHA512 as its published example has it", () => {
  const salt = Buffer.from("salt").toString("base64");
  const hash = Buffer.from(nodeHash.pbkdf2("password", salt, 1), "base64").toString("hex");
  expect(hash).toBe(
    "867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce",
  );
});
