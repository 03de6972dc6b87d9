import { describe, expect, test } from "vitest";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { containerObligations } from "../support/container-obligations.ts";
import { fakeEngine } from "../support/fake-engine.ts";
import { fakeWorld, giveEngine } from "../support/fake-world.ts";

const LIMITS = { timeoutMs: 1000 };

describe("the fake engine keeps what the real one promises", () => {
  let made = 0;
  containerObligations(async () => {
    const engine = fakeEngine(() => 1_700_000_000_000);
    engine.have("small:1");
    return { containers: engine.containers, name: `one-${made++}`, request: { Image: "small:1" } };
  });
});

describe("containers of the fake engine", () => {
  const begin = async (request = {}) => {
    const world = fakeWorld();
    const engine = giveEngine(world);
    engine.have("small:1");
    const id = await world.containers.create("api", { Image: "small:1", ...request }, LIMITS);
    return { world, engine, id, look: () => world.containers.look(id, LIMITS) };
  };

  test("get healthy when their time has come", async () => {
    const { world, engine, id, look } = await begin({ Healthcheck: { Test: ["CMD", "true"] } });
    engine.behave("api", { healthyAfterMs: 500 });
    await world.containers.start(id, LIMITS);
    expect((await look())?.health).toBe("starting");
    await world.clock.sleep(500);
    expect((await look())?.health).toBe("healthy");
  });

  test("that fail are started anew as often as their policy says", async () => {
    const RestartPolicy = { Name: "on-failure", MaximumRetryCount: 3 };
    const { world, engine, id, look } = await begin({ HostConfig: { RestartPolicy } });
    engine.behave("api", { endsAfterMs: 100, exitCode: 1 });
    await world.containers.start(id, LIMITS);
    world.nowMs += 250;
    expect(await look()).toMatchObject({ life: "running", restartCount: 2 });
    world.nowMs += 250;
    expect(await look()).toMatchObject({ life: "exited", restartCount: 3, exitCode: 1 });
  });

  test("that end well stay ended", async () => {
    const { world, engine, id, look } = await begin({ HostConfig: { RestartPolicy: { Name: "on-failure" } } });
    engine.behave("api", { endsAfterMs: 100 });
    await world.containers.start(id, LIMITS);
    world.nowMs += 1000;
    expect(await look()).toMatchObject({ life: "exited", restartCount: 0, exitCode: 0 });
  });

  test("lose a port to another one, and to a process", async () => {
    const HostConfig = { PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: "65001" }] } };
    const { world, engine, id } = await begin({ HostConfig });
    engine.heldPorts.add(65001);
    await expect(world.containers.start(id, LIMITS)).rejects.toMatchObject({ code: "PORT_LOST" });
    engine.heldPorts.clear();
    await world.containers.start(id, LIMITS);
    const other = await world.containers.create("other", { Image: "small:1", HostConfig }, LIMITS);
    await expect(world.containers.start(other, LIMITS)).rejects.toMatchObject({ facts: { port: "65001" } });
  });

  test("are written down with every call, and apart what changed something", async () => {
    const { world, engine, id } = await begin();
    await world.containers.start(id, LIMITS);
    await world.containers.start(id, LIMITS);
    await world.containers.list(["avb.checkout=a"], LIMITS);
    expect(engine.calls).toEqual(["create api", `start ${id}`, `start ${id}`, "list avb.checkout=a"]);
    expect(engine.writes).toEqual(["create api", "start api"]);
  });

  test("cannot be asked for while the engine fails, nor without one", async () => {
    const { world, engine, id } = await begin();
    engine.failure = AvbError.of("ENGINE_HUNG", { address: "unix:///x", ms: "10" });
    await expect(world.containers.start(id, LIMITS)).rejects.toMatchObject({ code: "ENGINE_HUNG" });
    await expect(fakeWorld().containers.list([], LIMITS)).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
  });

  test("need an image, which a registry may have", async () => {
    const { world, engine } = await begin();
    engine.registry.add("big:2");
    const heard: number[] = [];
    await world.containers.pull("big:2", LIMITS, ({ bytes }) => heard.push(bytes));
    expect(heard.at(-1)).toBe(2e6);
    expect(await world.containers.image("big:2", LIMITS)).toMatchObject({ bytes: 2e6 });
    await expect(world.containers.pull("gone:1", LIMITS, () => {})).rejects.toMatchObject({
      code: "IMAGE_UNREACHABLE",
    });
  });
});
