import { expect } from "vitest";
import { type Fault, faultyProxy } from "./faulty-proxy.ts";
import { SHIPPED_IDENTITIES } from "./identities.ts";
import { LIMITS, liveContainers } from "./live-engine.ts";
import { KEYCLOAK_ALONE, type LiveKeycloak } from "./live-keycloak.ts";
import { expectDone, type LiveStack } from "./live-stack.ts";
import { PLANTED } from "./planted-in-keycloak.ts";

const SEED = ["seed", "keycloak"] as const;
const SILENT = { progress: () => undefined };
const LIST_OF_USERS = /\/users\/?\?/;
const KEY = "avb:1:keycloak_public_key";

interface Change {
  readonly kind: string;
  readonly key: string;
  readonly do: string;
  readonly fields?: readonly { readonly field: string }[];
}

/** The one service of a seeding's result. */
export async function seeded(stack: LiveStack, ...args: readonly string[]) {
  const { services } = (await stack.json(...SEED, ...args)) as {
    services: readonly [{ written: number; changes: readonly Change[] }];
  };
  return services[0];
}

/** Users, groups, roles and clients have the same ids in the sandbox and in a realm that avb made. */
export async function expectIdsOfTheSandbox({ realm }: LiveKeycloak): Promise<void> {
  const kinds = [
    ["users", "username", SHIPPED_IDENTITIES.users],
    ["groups", "path", SHIPPED_IDENTITIES.groups],
    ["roles", "name", SHIPPED_IDENTITIES.roles],
    ["clients", "clientId", SHIPPED_IDENTITIES.clients],
  ] as const;
  for (const [list, key, wanted] of kinds) {
    const ids = new Map((await realm.list(list)).map((one) => [one[key], one.id]));
    for (const thing of wanted) expect(ids.get(Reflect.get(thing, key)), `${list} ${thing.id}`).toBe(thing.id);
  }
}

/** The realm publishes one key to verify tokens with and one to encrypt for it, both of its own and of 2048 bits. */
export async function expectPublishedKeys({ port, subject }: LiveKeycloak): Promise<void> {
  const url = `http://127.0.0.1:${port}/realms/agentvoicebox/protocol/openid-connect/certs`;
  const { keys } = JSON.parse((await subject.world.http.request({ url, timeoutMs: 10_000 })).body) as {
    keys: readonly { readonly alg: string; readonly use: string; readonly n: string; readonly d?: string }[];
  };
  expect(keys.map(({ alg, use }) => `${alg} ${use}`).sort()).toEqual(["RS256 sig", "RSA-OAEP enc"]);
  for (const { n, d } of keys) expect([Buffer.from(n, "base64url").length, d]).toEqual([256, undefined]);
  expect(new Set(keys.map(({ n }) => n)).size).toBe(2);
}

/** Every planted change is told by its kind, key and field, written back, and gone; what is nobody's stays. */
export async function expectPutBack(stack: LiveStack, keycloak: LiveKeycloak): Promise<void> {
  for (const { plant } of PLANTED) await plant(keycloak.realm);
  await keycloak.realm.add("clients", { clientId: "made-by-an-application" });
  const plan = await seeded(stack, "--plan");
  for (const { kind, key, field, does } of PLANTED) {
    const found = plan.changes.find((one) => one.kind === kind && one.key === key);
    expect(found, `${kind} ${key}`).toMatchObject({ do: does ?? "update" });
    if (field !== undefined)
      expect(
        found?.fields?.map((one) => one.field),
        `${kind} ${key}`,
      ).toContain(field);
  }
  const run = expectDone(await stack.avb(...SEED));
  for (const name of ["keycloak/agentvoicebox-backend", "identity/demo@test.com"])
    expect(run.stdout + run.stderr + JSON.stringify(plan)).not.toContain(await keycloak.secret(name));
  const after = await seeded(stack);
  expect(after.written).toBe(0);
  expect(after.changes).toEqual([expect.objectContaining({ do: "orphan", key: "made-by-an-application" })]);
}

/** A user whom the configuration names is there after the next up, and no container is made anew for that. */
export async function expectFollowed(stack: LiveStack, { realm }: LiveKeycloak): Promise<void> {
  const ids = await stack.ids();
  stack.put(".devenvrc", `${KEYCLOAK_ALONE}users: [{username: auditor, roles: [viewer], groups: []}]\n`);
  expectDone(await stack.avb("up", "--timeout", "900"));
  expect((await realm.list("users")).map(({ username }) => username)).toContain("auditor");
  expect(await stack.ids()).toEqual(ids);
}

/** A key that the realm does not sign with is taken out of the application's cache; one that it signs with stays. */
export async function expectFlushed(stack: LiveStack, { port }: LiveKeycloak): Promise<void> {
  const { id } = await stack.container("redis");
  const cli = async (...words: readonly string[]) =>
    (await liveContainers.exec(id, ["redis-cli", "-n", "1", ...words], LIMITS)).stdout.trim();
  const { public_key } = (await (await fetch(`http://127.0.0.1:${port}/realms/agentvoicebox`)).json()) as {
    public_key: string;
  };
  await cli("set", KEY, `-----BEGIN PUBLIC KEY-----\n${public_key}\n-----END PUBLIC KEY-----`);
  expect((await seeded(stack)).written).toBe(0);
  expect(await cli("exists", KEY)).toContain("1");
  await cli("set", KEY, "another realm's");
  expect((await seeded(stack)).changes.map(({ kind }) => kind)).toContain("cached key");
  expect(await cli("exists", KEY)).toContain("0");
}

/** Answers that are none are asked for again a few times, and never taken for an empty realm. */
export async function expectPrudent({ port, look, realm }: LiveKeycloak): Promise<void> {
  for (const fault of ["503", "html", "cut", "hang-up"] satisfies Fault[]) {
    const proxy = await faultyProxy(port, (line) => (LIST_OF_USERS.test(line) ? fault : "pass"));
    await expect(look(proxy.port), fault).rejects.toMatchObject({ code: "SEED_NOT_READ", exitCode: 9 });
    expect(
      proxy.seen.filter((line) => LIST_OF_USERS.test(line)),
      fault,
    ).toHaveLength(4);
    expect(
      proxy.seen.some((line) => /^(PUT|DELETE)/.test(line)),
      fault,
    ).toBe(false);
  }
  let spoiled = 0;
  const once = await faultyProxy(port, (line) => (line.includes("/clients") && spoiled++ === 0 ? "503" : "pass"));
  expect((await look(once.port)).differing).toBe(0);
  await realm.change({ accessTokenLifespan: 60 });
  await realm.remove("roles", "supervisor");
  const stuck = await faultyProxy(port, (line) => (/^POST .*\/roles/.test(line) ? "503" : "pass"));
  await expect((await look(stuck.port)).write(SILENT)).rejects.toMatchObject({
    ...{ code: "SEED_WRITE_FAILED", exitCode: 9 },
    message: expect.stringContaining("role supervisor, write 2 of 2"),
  });
  expect(stuck.seen.filter((line) => /^POST .*\/roles/.test(line))).toHaveLength(4);
  const last = await look();
  expect(last.differing).toBe(1);
  await last.write(SILENT);
}
