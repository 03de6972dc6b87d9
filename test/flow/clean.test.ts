import { describe, expect, test } from "vitest";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { describePlan } from "../../src/domain/plan.ts";
import { clean, planClean } from "../../src/flows/clean.ts";
import { downAll } from "../../src/flows/down-all.ts";
import { listStacks } from "../../src/flows/list.ts";
import { listPage } from "../../src/ui/list-page.ts";
import { liveWorld } from "../support/live-world.ts";

const LIMITS = { timeoutMs: 1000 };
const OTHER = { "avb.checkout": "api-00000000", "avb.slot": "3", "avb.root": "/home/dev/api", "avb.mode": "live" };

/** This checkout's stack runs; another's container, network and volume are there too, and what is nobody's. */
async function twoCheckouts({ runs = false, there = false } = {}) {
  const outside = liveWorld();
  const { world, upWith } = outside;
  await upWith("redis");
  const labels = { ...OTHER, "avb.service": "redis" };
  const id = await world.containers.create("avb-api-redis", { Image: "redis:8.0", Labels: labels }, LIMITS);
  await world.containers.makeNetwork({ name: "avb-api", labels: OTHER, attachable: true }, LIMITS);
  await world.containers.makeVolume({ name: "avb-api-data", labels: OTHER }, LIMITS);
  await world.containers.makeVolume({ name: "avb-api-data-too", labels: {} }, LIMITS);
  world.files.put("/state/api-00000000-3/secrets.json", "{}");
  if (runs) await world.containers.start(id, LIMITS);
  if (there) world.files.put("/home/dev/api/.git", "");
  return outside;
}

describe("clean", () => {
  test("removes what is left of a folder that is gone, and nothing else", async () => {
    const { world, tools, engine } = await twoCheckouts();
    const before = [engine.byName.size, engine.networks.size, engine.volumes.size];
    const planned = await planClean(world, { images: false });
    expect(describePlan(planned.plan).split("\n")).toEqual([
      "container-avb-api-redis: remove the container avb-api-redis (/home/dev/api is gone)",
      expect.stringContaining("remove the network avb-api (/home/dev/api is gone) after"),
      expect.stringContaining("remove the volume avb-api-data (/home/dev/api is gone) after"),
      expect.stringContaining("remove /state/api-00000000-3 (its checkout is gone)"),
      expect.stringContaining("complete: "),
    ]);
    expect([engine.byName.size, engine.networks.size, engine.volumes.size]).toEqual(before);
    await clean(tools, planned);
    expect([engine.byName.size, engine.networks.size, engine.volumes.size]).toEqual(before.map((one) => one - 1));
    expect(engine.volumes.has("avb-api-data-too")).toBe(true);
    expect(await world.files.facts("/state/api-00000000-3")).toBeUndefined();
    expect((await planClean(world, { images: false })).plan.steps).toEqual([]);
  });

  test("leaves what runs and says so, and leaves a folder that is there", async () => {
    const running = await planClean((await twoCheckouts({ runs: true })).world, { images: false });
    expect(running).toEqual({ plan: { steps: [] }, running: ["/home/dev/api"] });
    const there = await planClean((await twoCheckouts({ there: true })).world, { images: false });
    expect(there).toEqual({ plan: { steps: [] }, running: [] });
  });

  test("a part that cannot be removed is named, and the rest goes", async () => {
    const { world, tools, engine } = await twoCheckouts();
    await world.containers.create(
      "user",
      { Image: "redis:8.0", HostConfig: { Binds: ["avb-api-data:/data"] } },
      LIMITS,
    );
    const cleaning = clean(tools, await planClean(world, { images: false }));
    await expect(cleaning).rejects.toMatchObject({
      ...{ code: "CLEAN_INCOMPLETE", exitCode: 13 },
      message: expect.stringContaining(
        "avb-api-data (the volume avb-api-data cannot be removed while it is used by user",
      ),
    });
    expect([engine.byName.has("avb-api-redis"), engine.networks.has("avb-api")]).toEqual([false, false]);
  });
});

describe("list with containers", () => {
  test("a stack of containers alone stands beside one with a server", async () => {
    const { world } = await twoCheckouts({ runs: true });
    const { stacks } = await listStacks(world);
    expect(stacks).toMatchObject([
      { slot: 3, mode: "live", state: "running", checkoutGone: true, containers: { total: 1, running: 1 } },
      { slot: 0, mode: "sandbox", state: "running", pid: 9000, containers: { services: ["redis"] } },
    ]);
    const page = listPage({ stacks });
    expect(page).toMatch(/\n3 +live +running, checkout gone +- +- +- +1 /);
    expect(page).toMatch(/\n0 +sandbox +running +8080 +63690 +9000 +1 /);
  });

  test("an engine that is not there hides no server, and is told only where there should be containers", async () => {
    const { world, engine } = await twoCheckouts();
    engine.failure = AvbError.of("ENGINE_UNREACHABLE", { address: "unix:///run/docker.sock", why: "ENOENT" });
    const list = await listStacks(world);
    expect(list.stacks.map(({ pid }) => pid)).toEqual([9000]);
    expect(list.engine).toContain("is unreachable");
    const bare = liveWorld();
    await bare.up();
    bare.engine.failure = engine.failure;
    expect((await listStacks(bare.world)).engine).toBeUndefined();
  });

  test("down --all ends the containers of each stack whose files are here", async () => {
    const { world, tools, engine } = await twoCheckouts({ runs: true });
    await world.files.removeTree("/state/api-00000000-3");
    const { stacks } = await listStacks(world);
    expect(stacks.map(({ ours }) => ours)).toEqual([false, true]);
    const ended = await downAll(
      tools,
      stacks.filter(({ ours }) => ours),
    );
    expect(ended.stacks).toMatchObject([{ root: "/home/dev/shop", was: "running", containers: [expect.any(String)] }]);
    expect([...engine.byName.keys()]).toEqual(["avb-api-redis"]);
  });
});
