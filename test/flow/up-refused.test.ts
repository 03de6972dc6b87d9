import { describe, expect, test } from "vitest";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { unreachableEngine } from "../support/fake-engine.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";
import { liveWorld } from "../support/live-world.ts";

/** What any run that may change something writes of itself. */
const OF_EACH_RUN = /\/(?:lock|journal\.ndjson)$/;

describe("up where it cannot", () => {
  test.each([
    [{ mode: "live" }, "ENGINE_UNREACHABLE", 6],
    [{ mode: "production" }, "VERB_NOT_IN_MODE", 2],
    [{ mode: "prod" }, "MODE_UNKNOWN", 2],
    [{ with: ["postgres"] }, "ENGINE_UNREACHABLE", 6],
  ])("%o is refused as %s before anything is started or written", async (options, code, exitCode) => {
    const { up, world } = liveWorld();
    world.containers = unreachableEngine();
    await expect(up(options)).rejects.toMatchObject({ code, exitCode });
    expect(world.files.writes.filter((path) => !OF_EACH_RUN.test(path))).toEqual([]);
    expect(world.detached).toEqual([]);
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
      message: "the mock billing API at http://localhost:63690 cannot be used (it answered 503)",
    });
  });

  test("a start that takes too long ends with 8 and names what was going on", async () => {
    const { up, world } = lifecycleWorld();
    let timeIsUp = () => {};
    const deadline = new Promise<void>((resolve) => {
      timeIsUp = resolve;
    });
    const { sleep } = world.clock;
    Object.assign(world.clock, { sleep: (ms: number) => (ms === 2000 ? deadline : sleep(ms)) });
    world.onDetach = ({ options: { signal } }) =>
      new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(new Error("ended")));
        timeIsUp();
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
