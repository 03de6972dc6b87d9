import { Client } from "lago-javascript-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { joseJwt } from "../../src/adapters/jwt.ts";
import { claimThisSlot } from "../support/claimed-slot.ts";
import { type AvbHome, avbHome } from "../support/run-avb.ts";
import { endServersOf } from "../support/sandbox-processes.ts";

const { slot: AVB_SLOT, release } = await claimThisSlot("3");
afterAll(release);
/** Where no engine answers, whatever this machine has. */
const SLOT = { AVB_SLOT, DOCKER_HOST: "unix:///nowhere/docker.sock" };

let home: AvbHome;
beforeAll(() => {
  home = avbHome();
});
afterAll(() => {
  endServersOf(home);
  home.remove();
});

const avb = (...args: string[]) => home.run(["dev", ...args], SLOT);

describe("refused before anything is started", () => {
  test.concurrent.each([
    [["up", "--mode", "prod"], 2, "USAGE"],
    [["up", "--mode", "sandbox", "--mode", "live"], 2, "USAGE"],
    [["up", "--mode="], 2, "USAGE"],
    [["up", "--timeout", "1e999"], 2, "USAGE"],
    [["up", "--mode", "production"], 2, "VERB_NOT_IN_MODE"],
    [["up", "--mode", "live"], 6, "ENGINE_UNREACHABLE"],
    [["up", "--with", "redis"], 6, "ENGINE_UNREACHABLE"],
    [["seed", "vualt"], 2, "SEED_UNKNOWN"],
    [["token"], 8, "SANDBOX_NOT_RUNNING"],
    [["token", "--ttl", "7200"], 2, "USAGE"],
    [["keys", "rotate"], 8, "SANDBOX_NOT_RUNNING"],
    [["logs", "--tail", "-1"], 2, "USAGE"],
    [["reset"], 2, "NEEDS_ANSWER"],
  ] as const)("%o ends with %i and one line [%s]", async (args, status, code) => {
    const run = await avb(...args);
    expect(run).toMatchObject({ status, stdout: "" });
    expect(run.stderr.trim().split("\n")).toHaveLength(1);
    expect(run.stderr).toMatch(new RegExp(`^avb: .* Fix: .*\\[${code}\\]\n$`));
  });
});

describe("a sandbox's life", () => {
  test("up prints the addresses and the test users with their passwords; its JSON has them only with --reveal", async () => {
    const first = await avb("up");
    expect(first, first.stderr).toMatchObject({ status: 0 });
    expect(first.stdout).toMatch(/Issuer\s+http:\/\/localhost:\d+\/realms\/agentvoicebox/);
    expect(first.stdout).toMatch(/Page to open\s+http:\/\/localhost:\d+\/\s/);
    expect(first.stdout).toMatch(/demo@test\.com\s+[\w-]{20,}\s+Demo Company/);
    expect(first.stderr).toContain("done: start the sandbox server");
    const password = /demo@test\.com\s+([\w-]{20,})/.exec(first.stdout)?.[1] ?? "none";
    const plain = await avb("up", "--json");
    expect(plain.stdout).not.toContain(password);
    expect(JSON.parse(plain.stdout)).toMatchObject({
      ...{ ok: true, command: "dev up" },
      data: { plan: [], mode: "sandbox", slot: 3 },
    });
  });

  test("--reveal puts the passwords into the JSON", async () => {
    const { stdout } = await avb("up", "--json", "--reveal");
    const { users } = JSON.parse(stdout).data;
    expect(users).toHaveLength(8);
    for (const user of users) expect(user.password).toMatch(/^[\w-]{20,}$/);
  });

  test("token prints a token and nothing else, and the token holds against the published keys", async () => {
    const { stdout, stderr, status } = await avb("token", "--user", "viewer", "--ttl", "60");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { urls } = JSON.parse((await avb("up", "--json")).stdout).data;
    const keys = await (await fetch(`${urls.issuer}/protocol/openid-connect/certs`)).text();
    const claims = await joseJwt.verify(stdout.trim(), keys, {
      issuer: urls.issuer,
      audience: "agentvoicebox-backend",
    });
    expect(claims).toMatchObject({
      preferred_username: "viewer@agentvoicebox.local",
      realm_access: { roles: ["viewer"] },
    });
    expect(Number(claims.exp) - Math.floor(Date.now() / 1000)).toBeLessThanOrEqual(60);
  });

  test("a rotated key signs, and a token of the old one still holds", async () => {
    const old = (await avb("token")).stdout.trim();
    const kid = (await avb("keys", "rotate")).stdout.trim();
    const { keys } = JSON.parse((await avb("keys", "list", "--json")).stdout).data;
    expect(keys[0].kid).toBe(kid);
    const { urls } = JSON.parse((await avb("up", "--json")).stdout).data;
    const published = await (await fetch(`${urls.issuer}/protocol/openid-connect/certs`)).text();
    await joseJwt.verify(old, published, { issuer: urls.issuer, audience: "agentvoicebox-backend" });
    const header = JSON.parse((await avb("token", "--decode")).stdout).header;
    expect(header.kid).toBe(kid);
  });

  test("seeding again writes nothing", async () => {
    expect(JSON.parse((await avb("seed", "--json")).stdout).data.written).toBe(0);
  });

  test("the billing API has the plans, under the key that env gives, and nothing is written to it a second time", async () => {
    const { stdout } = await avb("env", "--service", "lago", "--format", "json", "--reveal");
    const env = JSON.parse(stdout);
    const lago = Client(env.LAGO_API_KEY, { baseUrl: `${env.LAGO_API_URL}/api/v1` });
    const { plans } = (await lago.plans.findAllPlans()).data;
    expect(plans.map(({ code }) => code).sort()).toEqual(["enterprise", "free", "pro", "pro_annual", "starter"]);
    const posts = async () => (await avb("logs", "--tail", "1000")).stdout.match(/ billing (POST|PUT) .*/g) ?? [];
    const before = await posts();
    expect(before).toHaveLength(19);
    await avb("up");
    await avb("seed", "lago");
    expect(await posts()).toEqual(before);
  });

  test("restart keeps ports and keys", async () => {
    const before = JSON.parse((await avb("keys", "list", "--json")).stdout).data;
    const run = await avb("restart", "--json");
    expect(JSON.parse(run.stdout).data.plan.map(({ id }: { id: string }) => id)).toContain("end-server");
    expect(JSON.parse((await avb("keys", "list", "--json")).stdout).data).toEqual(before);
  });

  test("--progress json is one event a line, the last one the result, also of a failure", async () => {
    await avb("down");
    const run = await avb("up", "--progress", "json");
    const events = run.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ event: "plan" });
    expect(events.at(-1)).toMatchObject({ event: "result", ok: true, mode: "sandbox" });
    expect(run.stdout).not.toContain("password");
    const failed = await avb("up", "--progress", "json", "--mode", "live");
    expect(failed.status).toBe(6);
    expect(JSON.parse(failed.stdout)).toMatchObject({
      event: "result",
      ok: false,
      error: { code: "ENGINE_UNREACHABLE" },
    });
  });

  test("down ends it, a second down says that nothing runs, and status agrees", async () => {
    expect((await avb("down")).stderr).toMatch(/the sandbox server \(pid \d+\) has ended/);
    expect(await avb("down")).toMatchObject({ status: 0, stderr: "the sandbox is not running\n" });
    const status = await avb("status", "--json", "--exit-code");
    expect(status.status).toBe(8);
    expect(JSON.parse(status.stdout)).toMatchObject({ ok: true, data: { state: "not running" } });
  });
});
