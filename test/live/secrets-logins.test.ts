import { expect, test } from "vitest";
import { socketLogins } from "../../src/adapters/server-logins.ts";
import { Secret } from "../../src/domain/secret.ts";
import { inDatabase } from "../support/application-tables.ts";
import { docker } from "../support/live-engine.ts";
import { liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { piped } from "../support/piped-avb.ts";

const MINUTES = 60_000;
const patience = { deadlineMs: 10_000, signal: new AbortController().signal };
const PASSWORD = "sword: fish/ü";
const SQL = `
CREATE ROLE app LOGIN PASSWORD '${PASSWORD}';
CREATE ROLE boss LOGIN SUPERUSER CREATEDB PASSWORD '${PASSWORD}';
CREATE DATABASE closed;
REVOKE CONNECT ON DATABASE closed FROM PUBLIC;`;

needs(["engine", "dataImages"], "the login to a real PostgreSQL and a real Redis", () => {
  test("tells a good credential from a refused one, from one with too much power, and from no server", {
    timeout: 5 * MINUTES,
  }, async () => {
    const stack = await liveStack();
    const { data } = JSON.parse((await stack.avb("up", "--with", "postgres,redis", "--json")).stdout);
    expect(data).toBeDefined();
    const [postgres, redis] = [await stack.container("postgres"), await stack.container("redis")];
    inDatabase(postgres.id, SQL);
    docker("exec", redis.id, "redis-cli", "ACL", "SETUSER", "app", "on", ">swordfish", "+@all");
    docker("exec", redis.id, "redis-cli", "ACL", "SETUSER", "mute", "on", ">swordfish", "-@all", "+auth");
    const ports = { postgres: 65_004 + 50 * Number(stack.slot), redis: 65_005 + 50 * Number(stack.slot) };
    const at = (server: keyof typeof ports, more: object) => ({
      ...({ host: "127.0.0.1", port: ports[server], tls: "none", user: "app", database: "postgres" } as const),
      ...{ password: new Secret(server === "postgres" ? PASSWORD : "swordfish"), ...more },
    });
    const pg = async (more: object) => socketLogins.postgres(at("postgres", more), patience);
    const cache = async (more: object) => socketLogins.redis(at("redis", more), patience);
    const wrong = { password: new Secret("not this one") };
    expect(
      [
        ...(await Promise.all([{}, { user: "boss" }, { tls: "try" }, wrong, { user: "nobody" }].map(pg))),
        ...(await Promise.all([{ database: "closed" }, { database: "none" }, { tls: "verified" }].map(pg))),
        ...(await Promise.all([{}, wrong, { user: "mute" }].map(cache))),
      ].map(({ state, powers = [] }) => [state, ...powers].join(" ")),
    ).toEqual([
      ...["in", "in superuser createdb", "in", "denied", "denied"],
      ...["forbidden", "absent", "unsafe"],
      ...["in", "denied", "forbidden"],
    ]);

    const uri = `postgresql://boss:${encodeURIComponent(PASSWORD)}@localhost:${ports.postgres}/postgres`;
    await piped(stack.home, ["secrets", "set", "database", "--unchecked"], JSON.stringify({ connection_uri: uri }));
    const { status, stdout, stderr } = await stack.home.run(["secrets", "check", "database", "--live"]);
    expect([status, stdout]).toEqual([
      14,
      expect.stringMatching(
        /login to PostgreSQL +valid, to be changed +is taken; may do more than it should: superuser/,
      ),
    ]);
    expect(stdout + stderr).not.toMatch(/sword:|fish|%C3%BC/);
  });
});
