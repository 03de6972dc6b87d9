import { describe, expect, test } from "vitest";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { down } from "../../src/flows/down.ts";
import { reset } from "../../src/flows/reset.ts";
import { restart } from "../../src/flows/restart.ts";
import { stop } from "../../src/flows/stop.ts";
import { downText } from "../../src/ui/down-text.ts";
import { UP } from "../support/lifecycle-world.ts";
import { liveWorld } from "../support/live-world.ts";

const LOOK = { timeoutMs: 1000 };
const NEVER = AvbError.of("ENGINE_UNREACHABLE", { address: "unix:///run/docker.sock", why: "ENOENT" });

describe("down", () => {
  test("ends server, containers and networks, keeps the volumes, and tells of all of it", async () => {
    const { tools, engine, upWith } = liveWorld();
    await upWith("redis");
    const kept = [...engine.volumes.keys()];
    const ended = await down(tools);
    expect([engine.byName.size, engine.networks.size, [...engine.volumes.keys()]]).toEqual([0, 0, kept]);
    expect(downText(ended)).toEqual([
      "the sandbox server (pid 9000) has ended",
      expect.stringMatching(/^1 container ended: avb-shop-\w+-redis$/),
      expect.stringMatching(/^1 network removed: avb-shop$/),
    ]);
  });

  test("finds containers whose record is gone", async () => {
    const { world, tools, engine, upWith } = liveWorld();
    await upWith("redis");
    for (const path of [...world.files.entries.keys()].filter((one) => one.startsWith("/state/")))
      await world.files.removeTree(path);
    expect((await down(tools)).containers).toHaveLength(1);
    expect(engine.byName.size).toBe(0);
  });

  test("without a record an engine that is not there is no failure; with one the server is ended before it is told", async () => {
    const bare = liveWorld();
    await bare.up();
    bare.engine.failure = NEVER;
    expect(await down(bare.tools)).toMatchObject({ was: "running", containers: [] });
    const { tools, world, engine, upWith } = liveWorld();
    await upWith("redis");
    engine.failure = NEVER;
    await expect(down(tools)).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE", exitCode: 6 });
    expect(world.living.has(9000)).toBe(false);
    delete engine.failure;
    expect((await down(tools)).containers).toHaveLength(1);
  });

  test("a part that cannot be ended is named, the rest is ended, and the next down goes on", async () => {
    const { tools, world, engine, upWith, named } = liveWorld();
    await upWith("redis", "postgres");
    const { remove } = world.containers;
    const stuck = named("redis")?.id;
    world.containers = {
      ...world.containers,
      remove: (id, limits) =>
        id === stuck
          ? Promise.reject(AvbError.of("ENGINE_REFUSED", { address: "unix:///run/docker.sock", why: "device busy" }))
          : remove(id, limits),
    };
    await expect(down(tools)).rejects.toMatchObject({
      ...{ code: "DOWN_INCOMPLETE", exitCode: 13 },
      message: expect.stringMatching(/-redis \(.*device busy/),
    });
    expect([...engine.byName.keys()]).toEqual([expect.stringContaining("-redis")]);
    world.containers = { ...world.containers, remove };
    expect((await down(tools)).containers).toHaveLength(1);
  });

  test("removes the data only when it was asked to", async () => {
    const { tools, engine, upWith } = liveWorld();
    await upWith("redis");
    const { volumes } = await down(tools, { volumes: true });
    expect(volumes).toEqual([expect.stringContaining("redis")]);
    expect(engine.volumes.size).toBe(0);
  });

  test("leaves what carries another's label", async () => {
    const { tools, world, engine, upWith } = liveWorld();
    await upWith("redis");
    await world.containers.create("avb-shop-decoy", { Image: "redis:8.0", Labels: { "avb.checkout": "other" } }, LOOK);
    await world.containers.makeVolume({ name: "avb-shop-data", labels: {} }, LOOK);
    await down(tools, { volumes: true });
    expect([[...engine.byName.keys()], [...engine.volumes.keys()]]).toEqual([["avb-shop-decoy"], ["avb-shop-data"]]);
  });
});

describe("stop and restart", () => {
  test("stopped containers stay, and up starts the same ones again", async () => {
    const { tools, named, upWith } = liveWorld();
    await upWith("redis");
    const { id } = named("redis") ?? {};
    expect(await stop(tools, {})).toMatchObject({ containers: [expect.stringContaining("redis")], pid: 9000 });
    expect(named("redis")).toMatchObject({ id, stoppedAtMs: expect.any(Number) });
    const again = await upWith("redis");
    expect(again.plan.map(({ id: step }) => step)).toEqual(expect.arrayContaining(["start-server", "start-redis"]));
    expect(again.plan.map(({ id: step }) => step)).not.toContain("create-redis");
    expect(named("redis")?.id).toBe(id);
  });

  test("one service is stopped while the others run on", async () => {
    const { tools, engine, upWith } = liveWorld();
    await upWith("redis", "postgres");
    engine.writes.length = 0;
    const { pid } = await stop(tools, { service: "redis" });
    expect([pid, engine.writes]).toEqual([undefined, [expect.stringMatching(/^stop .*-redis$/)]]);
  });

  test("restart of one service stops and starts its container alone, and waits until it can be used", async () => {
    const { tools, world, engine, upWith } = liveWorld();
    await upWith("redis", "postgres");
    engine.writes.length = 0;
    world.nowMs += 1000;
    const { plan } = await restart(tools, { ...UP, service: "redis" });
    expect(plan.map(({ id }) => id.replace(/avb-shop-\w+-/, ""))).toEqual([
      ...["stop-redis", "start-redis", "usable-redis"],
      ...["ports"],
    ]);
    expect(engine.writes.map((one) => one.replace(/avb-shop-\w+-/, ""))).toEqual(["stop redis", "start redis"]);
    expect((await upWith("redis", "postgres")).plan).toEqual([]);
  });

  test("restart without a name starts all of it anew", async () => {
    const { tools, upWith } = liveWorld();
    await upWith("redis");
    const ids = (await restart(tools, UP)).plan.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(["end-server", "start-server", "start-redis", "usable-redis"]));
  });

  test.each([
    ["rediss", "SERVICE_UNKNOWN"],
    ["vault", "SERVICE_NOT_HERE"],
  ])("%s is refused with %s before anything is touched", async (service, code) => {
    const { tools, engine, upWith } = liveWorld();
    await upWith("redis");
    engine.writes.length = 0;
    await expect(restart(tools, { ...UP, service })).rejects.toMatchObject({ code, exitCode: 2 });
    await expect(stop(tools, { service })).rejects.toMatchObject({ code, exitCode: 2 });
    expect(engine.writes).toEqual([]);
  });
});

describe("reset", () => {
  test("takes the containers and their data along", async () => {
    const { tools, engine, upWith } = liveWorld();
    await upWith("redis", "postgres");
    await reset(tools, { seedsOnly: false });
    expect([engine.byName.size, engine.networks.size, engine.volumes.size]).toEqual([0, 0, 0]);
    expect((await reset(tools, { seedsOnly: false })).plan).toEqual([]);
  });

  test("of one service removes its volume alone, and up begins anew", async () => {
    const { tools, engine, upWith } = liveWorld();
    await upWith("redis", "postgres");
    await reset(tools, { seedsOnly: false, service: "redis" });
    expect([...engine.byName.keys()]).toEqual([expect.stringContaining("-postgres")]);
    expect([...engine.volumes.keys()].filter((name) => name.includes("redis"))).toEqual([]);
    expect([...engine.volumes.keys()].filter((name) => name.includes("postgres"))).not.toEqual([]);
    expect((await upWith("redis", "postgres")).plan.map(({ id }) => id)).toContain("create-redis");
  });

  test("of a service that the server stands in for is refused with what to type", async () => {
    const { tools, up } = liveWorld();
    await up();
    const refused = reset(tools, { seedsOnly: false, service: "keycloak" });
    await expect(refused).rejects.toMatchObject({ code: "RESET_STAND_IN", exitCode: 2 });
  });
});
