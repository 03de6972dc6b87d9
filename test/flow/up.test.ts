import { describe, expect, test } from "vitest";
import { planUpOnly } from "../../src/flows/up.ts";
import { lifecycleWorld, UP } from "../support/lifecycle-world.ts";

const FROM_NOTHING = [
  ...["secrets", "ports", "start-server"],
  ...["seed", "seed-billing", "prove-token", "prove-billing"],
];

describe("up from nothing", () => {
  test("makes the secrets, starts the server, writes the identities and proves that it can be used", async () => {
    const { up, steps, sandboxes } = lifecycleWorld();
    const result = await up();
    expect(steps(result)).toEqual(FROM_NOTHING);
    expect(result.urls).toEqual({
      identity: "http://localhost:8080",
      issuer: "http://localhost:8080/realms/agentvoicebox",
      billing: "http://localhost:63690",
    });
    expect(result.criticalChain.at(-1)).toMatch(/^prove-/);
    expect(sandboxes[0]?.store.findUser({ username: "demo@test.com" })?.password).toMatch(/^[\w-]{20,}$/);
  });

  test("repeating it plans zero steps and writes no file but the lock", async () => {
    const { up, steps, world } = lifecycleWorld();
    await up();
    world.files.writes.length = 0;
    const again = await up();
    expect(steps(again)).toEqual([]);
    const written = new Set(world.files.writes.map((path) => path.split("/").at(-1)));
    expect(written).toEqual(new Set(["lock"]));
  });

  test("removes writes that were cut off a minute ago; a younger one, a link or another name stays", async () => {
    const { up, world } = lifecycleWorld();
    await up();
    const folder = [...world.files.entries.keys()].find((path) => path.endsWith("/instance.json"))?.slice(0, -14) ?? "";
    const minuteOld = { modifiedMs: world.nowMs - 60_000 };
    world.files.put(`${folder}/.0123456789ab.tmp`, "half a secret", minuteOld);
    world.files.put(`${folder}/.aaaaaaaaaaaa.tmp`, "", { modifiedMs: world.nowMs - 50_000 });
    world.files.put(`${folder}/.bbbbbbbbbbbb.tmp`, "", { ...minuteOld, kind: "symlink" });
    world.files.put(`${folder}/.0123456789ab.tmp.txt`, "", minuteOld);
    await up();
    const left = (await world.files.list(folder)).filter((name) => name.includes(".tmp"));
    expect(left.sort()).toEqual([".0123456789ab.tmp.txt", ".aaaaaaaaaaaa.tmp", ".bbbbbbbbbbbb.tmp"]);
  });

  test("--plan says what would happen and writes nothing", async () => {
    const { tools, world } = lifecycleWorld();
    const { result } = await planUpOnly(tools, UP);
    expect(result.plan.map(({ id }) => id)).toEqual(FROM_NOTHING);
    expect(world.files.writes).toEqual([]);
    expect(world.detached).toEqual([]);
  });

  test("the server's secrets go through a file that is gone once it serves, and never through its arguments", async () => {
    const { up, world, sandboxes } = lifecycleWorld();
    await up();
    const { adminToken, billingKey } = sandboxes[0]?.launch ?? { adminToken: "", billingKey: "" };
    const asked = JSON.stringify(world.detached);
    expect(asked).not.toContain(adminToken);
    expect(asked).not.toContain(billingKey);
    expect([...world.files.entries.keys()].filter((path) => path.endsWith("launch.json"))).toEqual([]);
  });

  test("without seeding, no identity is written", async () => {
    const { up, steps, sandboxes } = lifecycleWorld();
    expect(steps(await up({ seed: false }))).not.toContain("seed");
    expect(sandboxes[0]?.store.users()).toEqual([]);
  });
});

describe("up on what is there", () => {
  test("a server that was killed is started again with the same ports", async () => {
    const { up, steps, sandboxes } = lifecycleWorld();
    const first = await up();
    sandboxes[0]?.die();
    const again = await up();
    expect(again.urls).toEqual(first.urls);
    expect(steps(again)).toContain("start-server");
    expect(again.plan.find(({ id }) => id === "start-server")?.because).toBe("its process (pid 9000) is gone");
  });

  test("a server that does not answer is ended before another is started", async () => {
    const { up, sandboxes, world } = lifecycleWorld();
    await up();
    if (sandboxes[0]) sandboxes[0].silent = true;
    const again = await up();
    expect(again.plan.map(({ id }) => id).slice(0, 3)).toEqual(["end-server", "ports", "start-server"]);
    expect(world.signals).toEqual([{ pid: 9000, signal: "SIGTERM" }]);
  });

  test.each([
    ["another version", { version: "2.0.0" }, "it is version 1.0.0, avb is 2.0.0"],
    ["a restart that was asked for", { restart: "a restart was asked for" }, "a restart was asked for"],
  ])("%s starts it anew and says why", async (_name, options, because) => {
    const { up } = lifecycleWorld();
    await up();
    expect((await up(options)).plan.find(({ id }) => id === "end-server")?.because).toBe(because);
  });

  test("a server whose tokens do not hold is started anew", async () => {
    const { up, sandboxes } = lifecycleWorld();
    await up();
    if (sandboxes[0]) sandboxes[0].forged = true;
    const again = await up();
    expect(again.plan.find(({ id }) => id === "start-server")?.because).toContain("its token does not hold");
  });

  test("an identity that was changed on the server is written again, and nothing else", async () => {
    const { up, sandboxes, steps } = lifecycleWorld();
    await up();
    const store = sandboxes[0]?.store;
    const user = store?.findUser({ username: "viewer@agentvoicebox.local" });
    if (store === undefined || user === undefined) throw new Error("the sandbox has no viewer");
    await store.apply([{ do: "put", kind: "user", key: user.username, value: { ...user, roles: ["admin"] } }]);
    const again = await up();
    expect(steps(again)).toEqual(["seed", "prove-token"]);
    expect(store.findUser({ username: user.username })?.roles).toEqual(["viewer"]);
  });

  test("a pid that now belongs to another process is never ended", async () => {
    const { up, sandboxes, world } = lifecycleWorld();
    await up();
    sandboxes[0]?.die();
    world.living.set(9000, { start: "much later", command: "postgres" });
    await up();
    expect(world.signals).toEqual([]);
    expect(world.living.get(9000)?.command).toBe("postgres");
  });

  test("the server of a start that was cut off is found by its launch file and ended", async () => {
    const { up, steps, world } = lifecycleWorld();
    const start = world.onDetach;
    world.onDetach = async (detached) => {
      const launch = detached.options.args[0];
      world.living.set(7777, { start: "then", command: `node sandbox.cjs ${launch}` });
      world.taken.set(8080, { pid: 7777, command: "node" });
      throw new Error("the starter was killed here");
    };
    await expect(up()).rejects.toThrow();
    world.onDetach = start;
    const again = await up();
    expect(steps(again)).toContain("end-cut-off");
    expect(world.signals).toContainEqual({ pid: 7777, signal: "SIGKILL" });
  });
});
