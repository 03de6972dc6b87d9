import { afterEach, beforeEach, expect, test } from "vitest";
import type { Environment } from "../../src/domain/credential.ts";
import { isFault } from "../../src/domain/live-verdict.ts";
import type { LoginAnswer, ServerAddress } from "../../src/domain/server-logins.ts";
import { check } from "../../src/flows/secrets/check.ts";
import { secretsOf, set } from "../support/secrets-verbs.ts";
import { type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";
import { live } from "../support/vendor-asked.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());

const PASSWORD = "p%40ss word".replace(" ", "%20");

/** What is said of a credential with this address, where the server answers so; and whom it was asked as. */
async function asked(id: "database" | "redis", uri: string, answer: LoginAnswer, env: Record<string, string> = {}) {
  const seen: ServerAddress[] = [];
  const login = async (address: ServerAddress) => {
    seen.push(address);
    return answer;
  };
  const world = {
    ...home.world({ env: { AVB_STATE_DIR: home.state, ...env } }),
    logins: { postgres: login, redis: login },
  };
  const secrets = await secretsOf(world, { environment: "staging" as Environment });
  await set(secrets, id, JSON.stringify({ connection_uri: uri }), { unchecked: true });
  const result = await check(secrets, { ids: [id], store: "local", live });
  return { finding: result.credentials[0]?.live?.[0], address: seen[0], text: JSON.stringify(result) };
}

const PG = `postgresql://app:${PASSWORD}@db.example.com:6432/shop`;

test.each<[LoginAnswer, string, RegExp, boolean]>([
  [{ state: "in", powers: [] }, "valid", /is taken/, false],
  [{ state: "in", powers: ["superuser"] }, "valid", /is taken/, true],
  [{ state: "denied", detail: "the password is not this user's" }, "invalid", /refused: the password/, true],
  [{ state: "absent" }, "invalid", /not there/, true],
  [{ state: "forbidden" }, "restricted", /may not/, false],
  [{ state: "silent", detail: "nothing listens there" }, "indeterminate", /cannot be reached: nothing/, false],
  [{ state: "unsafe" }, "indeterminate", /nothing was sent/, false],
])("a database that says %j is %s", async (answer, state, says, fault) => {
  const { finding, address, text } = await asked("database", PG, answer);
  expect(finding).toMatchObject({ what: "login to PostgreSQL", state, says: expect.stringMatching(says) });
  expect(finding && isFault(finding)).toBe(fault);
  expect(address).toMatchObject({ host: "db.example.com", port: 6432, user: "app", database: "shop", tls: "try" });
  expect(address?.password.reveal()).toBe("p@ss word");
  expect(text).not.toMatch(/p@ss|p%40ss/);
});

test.each([
  [`${PG}?sslmode=verify-full`, "verified"],
  [`${PG}?sslmode=require`, "try"],
  ["postgresql://app:swordfish1@127.0.0.1/shop", "none"],
  ["postgresql://app:swordfish1@[::1]/shop?sslmode=require", "try"],
])("%s is asked for TLS as libpq would", async (uri, tls) => {
  expect((await asked("database", uri, { state: "in" })).address?.tls).toBe(tls);
});

test("Redis is signed in to over TLS elsewhere, and in the clear on this machine alone", async () => {
  const elsewhere = await asked("redis", "rediss://:swordfish1@cache.example.com:6380", { state: "in" });
  expect(elsewhere.address).toMatchObject({ host: "cache.example.com", port: 6380, tls: "verified", user: "" });
  expect((await asked("redis", "redis://:swordfish1@localhost", { state: "in" })).address).toMatchObject({
    port: 6379,
    tls: "none",
  });
});

test.each<[string, "database" | "redis", string, Record<string, string>, RegExp]>([
  [
    "a password would go over the network as it is",
    "redis",
    "redis://:swordfish1@cache.example.com",
    {},
    /asks for no TLS/,
  ],
  ["TLS is switched off elsewhere", "database", `${PG}?sslmode=disable`, {}, /asks for no TLS/],
  ["vendors are played here", "database", PG, { AVB_VENDORS_URL: "http://127.0.0.1:1" }, /no other machine/],
  ["the form is wrong", "database", "postgresql://nobody", {}, /no value of its form/],
])("nobody is asked where %s", async (_, id, uri, env, says) => {
  const { finding, address } = await asked(id, uri, { state: "in" }, env);
  expect([finding?.state, finding?.says, address]).toEqual(["indeterminate", expect.stringMatching(says), undefined]);
});
