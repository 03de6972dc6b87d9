import { describe, expect, test } from "vitest";
import { downAll } from "../../src/flows/down-all.ts";
import { listStacks } from "../../src/flows/list.ts";
import { ageText, listPage } from "../../src/ui/list-page.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";
import { serverRecord } from "../support/server-record.ts";

const OTHER = "/home/dev/api";
const FOLDER = "/state/api-00000000-3";

/** This checkout's sandbox runs; another's record says the same of pid 77, and this is true of it. */
async function twoStacks({ alive = true, there = true } = {}) {
  const outside = lifecycleWorld();
  const { world } = outside;
  await outside.up();
  if (there) world.files.put(`${OTHER}/.git`, "");
  if (alive) world.living.set(77, { start: "9", command: `node sandbox.cjs ${FOLDER}/launch.json` });
  const startedAtMs = world.nowMs - 7_200_000;
  const ports = { identityPort: 65156, billingPort: 63720 };
  world.files.put(`${FOLDER}/instance.json`, serverRecord({ root: OTHER, slot: 3, startedAtMs, ...ports }));
  return { ...outside, other: () => listStacks(world).then(({ stacks }) => stacks.find(({ slot }) => slot === 3)) };
}

describe("avb dev list", () => {
  test("tells of every checkout's stack, and changes nothing", async () => {
    const { world } = await twoStacks();
    const before = world.files.writes.length;
    const list = await listStacks(world);
    expect(list.unreadable).toEqual([]);
    expect(list.stacks).toEqual([
      {
        ...{ slot: 3, root: OTHER, state: "running", checkoutGone: false, pid: 77, folder: FOLDER },
        ...{ ports: { identity: 65156, billing: 63720 }, startedAtMs: world.nowMs - 7_200_000, ageMs: 7_200_000 },
        ...{ mode: "sandbox", ours: true },
      },
      expect.objectContaining({ slot: 0, root: "/home/dev/shop", state: "running", pid: 9000 }),
    ]);
    expect([world.files.writes.length, world.signals]).toEqual([before, []]);
    expect(listPage(list)).toMatch(/\n3 +sandbox +running +65156 +63720 +77 +- +2 h +\/home\/dev\/api *\n/);
  });

  test("a dead process, a reused pid and a checkout that is gone are told apart", async () => {
    expect(await (await twoStacks({ alive: false })).other()).toMatchObject({ state: "dead", checkoutGone: false });
    const reused = await twoStacks();
    reused.world.living.set(77, { start: "10", command: "vim" });
    expect(await reused.other()).toMatchObject({ state: "dead" });
    const gone = await twoStacks({ there: false });
    expect(await gone.other()).toMatchObject({ state: "running", checkoutGone: true });
    expect(listPage(await listStacks(gone.world))).toContain("running, checkout gone");
  });

  test("a record that cannot be read is named and keeps no other from being shown", async () => {
    const { world } = await twoStacks();
    world.files.put("/state/broken-1/instance.json", "{");
    world.files.put("/state/slots.json", "{}");
    world.files.put("/state/stopped-2/secrets.json", "{}");
    const { stacks, unreadable } = await listStacks(world);
    expect([stacks.length, unreadable]).toEqual([2, ["/state/broken-1/instance.json"]]);
  });

  test("nothing below the state folder is nothing to list", async () => {
    expect(await listStacks(lifecycleWorld().world)).toEqual({ stacks: [], unreadable: [] });
  });

  test.each([
    [0, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [86_400_000 * 3, "3 d"],
  ])("an age of %d ms is %s", (ms, text) => {
    expect(ageText(ms)).toBe(text);
  });
});

describe("avb dev down --all", () => {
  test("ends every stack, also of a checkout that is gone, each in its own state folder", async () => {
    const { world, tools } = await twoStacks({ there: false });
    const { stacks } = await listStacks(world);
    expect((await downAll(tools, stacks)).stacks).toMatchObject([
      { slot: 3, root: OTHER, was: "running", pid: 77 },
      { slot: 0, root: "/home/dev/shop", was: "running", pid: 9000 },
    ]);
    expect([world.living.has(77), world.living.has(9000)]).toEqual([false, false]);
    expect(world.signals).toEqual([{ pid: 77, signal: "SIGTERM" }]);
    expect((await listStacks(world)).stacks).toEqual([]);
    expect(await world.files.facts(`${stacks[1]?.folder}/secrets.json`)).toBeDefined();
    expect(await world.files.facts(`${FOLDER}-3`)).toBeUndefined();
  });

  test("a pid that belongs to another process now gets no signal", async () => {
    const { world, tools } = await twoStacks();
    world.living.set(77, { start: "10", command: "vim" });
    const { stacks } = await listStacks(world);
    expect((await downAll(tools, stacks)).stacks[0]).toMatchObject({ slot: 3, was: "dead" });
    expect([world.living.has(77), world.signals]).toEqual([true, []]);
  });

  test("one that another command is changing is reported, and the others are ended", async () => {
    const { world, tools } = await twoStacks();
    const holder = { pid: 4243, processStart: "5", command: "avb dev up", token: "t" };
    world.living.set(holder.pid, { start: holder.processStart, command: "node avb" });
    world.files.put(`${FOLDER}/lock`, JSON.stringify(holder));
    const { stacks } = await listStacks(world);
    await expect(downAll(tools, stacks)).rejects.toMatchObject({
      problems: [expect.objectContaining({ code: "LOCK_BUSY" })],
    });
    expect([world.living.has(77), world.living.has(9000)]).toEqual([true, false]);
  });
});
