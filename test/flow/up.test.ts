import { describe, expect, test } from "vitest";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { planUpOnly } from "../../src/flows/up.ts";
import { lifecycleWorld, UP } from "../support/lifecycle-world.ts";

const FROM_NOTHING = ["secrets", "ports", "start-server", "seed", "prove-token", "prove-billing"];

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
    expect(result.criticalChain.at(-1)).toBe("prove-token");
    expect(sandboxes[0]?.store.findUser({ username: "demo@test.com" })?.password).toMatch(/^[\w-]{20,}$/);
  });

  test("repeating it plans zero steps and writes no file but the journal and the lock", async () => {
    const { up, steps, world } = lifecycleWorld();
    await up();
    world.files.writes.length = 0;
    const again = await up();
    expect(steps(again)).toEqual([]);
    const written = new Set(world.files.writes.map((path) => path.split("/").at(-1)));
    expect(written).toEqual(new Set(["journal.ndjson", "lock"]));
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

describe("up where it cannot", () => {
  test.each([
    [{ mode: "live" }, "MODE_NOT_AVAILABLE", 5],
    [{ mode: "production" }, "VERB_NOT_IN_MODE", 2],
    [{ mode: "prod" }, "MODE_UNKNOWN", 2],
    [{ with: ["postgres"] }, "MODE_NOT_AVAILABLE", 5],
  ])("%o is refused as %s before anything is written", async (options, code, exitCode) => {
    const { up, world } = lifecycleWorld();
    await expect(up(options)).rejects.toMatchObject({ code, exitCode });
    expect(world.files.writes).toEqual([]);
  });

  test("a port taken between the look and the bind is looked at again, and another one is chosen", async () => {
    const { up, world, lines } = lifecycleWorld();
    const start = world.onDetach;
    world.onDetach = () => {
      world.onDetach = start;
      world.taken.set(8080, { pid: 812, command: "nginx" });
      return Promise.reject(AvbError.of("SERVER_PORT_TAKEN", { port: "8080" }));
    };
    const result = await up();
    expect(result.urls.identity).toBe("http://localhost:65006");
    expect(lines.join("\n")).toContain("keycloak moves from port 8080 to 65006: 8080 is held by nginx (pid 812)");
  });

  test("a port that is taken each time ends with 7, naming port, service and holder", async () => {
    const { up, world } = lifecycleWorld();
    world.onDetach = () => {
      world.living.set(812, { start: "x", command: "nginx" });
      return Promise.reject(AvbError.of("SERVER_PORT_TAKEN", { port: "63690" }));
    };
    const owner = { pid: 812, command: "nginx" };
    world.sockets.owner = async () => owner;
    await expect(up()).rejects.toMatchObject({
      code: "PORT_TAKEN",
      exitCode: 7,
      facts: { port: "63690", service: "lago", owner: "nginx (pid 812)" },
    });
  });

  test("a billing API that is not well is told with its address", async () => {
    const { up, world, sandboxes } = lifecycleWorld();
    const start = world.onDetach;
    world.onDetach = async (detached) => {
      const pid = await start(detached);
      if (sandboxes[0]) sandboxes[0].billingStatus = 503;
      return pid;
    };
    await expect(up()).rejects.toMatchObject({
      code: "BILLING_NOT_USABLE",
      exitCode: 8,
      message: "the mock billing API at http://localhost:63690 does not answer (it answered 503)",
    });
  });

  test("a start that takes too long ends with 8 and names what was going on", async () => {
    const { up, world } = lifecycleWorld();
    world.onDetach = ({ options: { signal } }) =>
      new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(new Error("ended")));
      });
    await expect(up({ timeoutMs: 2000 })).rejects.toMatchObject({
      code: "UP_TIMEOUT",
      exitCode: 8,
      message: expect.stringContaining("after 2 s; still going on: start the sandbox server"),
    });
  });

  test("--for-containers binds the bridge's gateway, and a later up keeps it", async () => {
    const { up, world, sandboxes, steps } = lifecycleWorld();
    world.engineFacts = { version: "28.5.2", gateway: "172.17.0.1", address: "unix:///var/run/docker.sock" };
    await up({ forContainers: true });
    expect(sandboxes[0]?.launch.gateway).toBe("172.17.0.1");
    expect(steps(await up())).toEqual([]);
  });

  test("--for-containers without a bridge says so", async () => {
    const { up, world } = lifecycleWorld();
    world.engineFacts = { version: "28.5.2", address: "unix:///var/run/docker.sock" };
    await expect(up({ forContainers: true })).rejects.toMatchObject({ code: "NO_BRIDGE_GATEWAY", exitCode: 5 });
  });
});
