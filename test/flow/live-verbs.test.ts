import { describe, expect, test } from "vitest";
import { reset } from "../../src/flows/reset.ts";
import { restart } from "../../src/flows/restart.ts";
import { stop } from "../../src/flows/stop.ts";
import { UP } from "../support/lifecycle-world.ts";
import { liveWorld } from "../support/live-world.ts";

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
