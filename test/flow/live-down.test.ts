import { describe, expect, test } from "vitest";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { down } from "../../src/flows/down.ts";
import { downText } from "../../src/ui/down-text.ts";
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

  test.each([
    [3000, 3000],
    [60_000, 20_000],
  ])(
    "asks a database that is made within %i ms to end after %i ms: it would not hear it before",
    async (made, asked) => {
      const { tools, world, upWith, named } = liveWorld();
      await upWith("postgres");
      const postgres = named("postgres") ?? expect.fail("no database");
      const began = world.nowMs;
      Object.assign(postgres, { startedAtMs: began, behaviour: { ...postgres.behaviour, healthyAfterMs: made } });
      const { stop } = world.containers;
      const stoppedAt: number[] = [];
      world.containers = {
        ...world.containers,
        stop: (id, limits) => {
          stoppedAt.push(world.nowMs - began);
          return stop(id, limits);
        },
      };
      expect((await down(tools)).containers).toHaveLength(1);
      expect(stoppedAt).toEqual([asked]);
    },
  );

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
