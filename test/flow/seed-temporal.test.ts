import { describe, expect, test } from "vitest";
import { ServiceRefusal } from "../../src/domain/refusal.ts";
import { seed } from "../../src/flows/seed.ts";
import { fakeTemporal } from "../support/fake-temporal.ts";
import { liveWorld } from "../support/live-world.ts";
import { ship } from "../support/shipped-files.ts";
import { TEMPORAL_OBLIGATIONS } from "../support/temporal-obligations.ts";

const SPACE = "agentvoicebox";
const ROOT = "/home/dev/shop";

async function started(files: Readonly<Record<string, string>> = {}) {
  const live = liveWorld();
  const { world, tools } = live;
  ship(world, "templates/temporal");
  for (const [name, text] of Object.entries(files)) world.files.put(`${ROOT}/${name}`, text);
  const temporal = fakeTemporal();
  world.temporal = temporal;
  const seedIt = (more: { readonly planOnly?: boolean; readonly prune?: boolean } = {}) =>
    seed(tools, { mode: "sandbox", services: ["temporal"], planOnly: false, ...more });
  const held = () => {
    const space = temporal.namespaces.get(SPACE);
    if (space === undefined) throw new Error("the namespace is not there");
    return space;
  };
  await live.upWith("temporal");
  return { ...live, temporal, seedIt, held, up: () => live.upWith("temporal") };
}

describe("the fake Temporal", () => {
  const place = { address: "", signal: new AbortController().signal };
  test.each(Object.entries(TEMPORAL_OBLIGATIONS))("%s", (_what, holds) => fakeTemporal().use(place, holds));
});

describe("Temporal's seeds", () => {
  test("up makes the namespace, waits until it is seen, and makes its schedules, which are paused", async () => {
    const { temporal, held } = await started();
    expect(held().facts).toMatchObject({ retentionHours: 72 });
    expect([...held().schedules.values()].map(({ id, taskQueue, paused }) => [id, taskQueue, paused]).sort()).toEqual([
      ["billing-sync", "billing", true],
      ["cleanup-expired-sessions", "default", true],
      ["metrics-aggregation", "default", true],
    ]);
    expect(temporal.writes[0]).toBe("register agentvoicebox");
    expect(temporal.writes).toHaveLength(4);
  });

  test("a second run writes nothing, and the next up does not connect", async () => {
    const { temporal, seedIt, up } = await started();
    const before = temporal.writes.length;
    expect((await seedIt()).written).toBe(0);
    temporal.failure = new ServiceRefusal("must not be asked", 500, false);
    expect((await up()).plan).toEqual([]);
    expect(temporal.writes).toHaveLength(before);
  });

  test("another retention and another interval are named, and put back", async () => {
    const { seedIt, held, temporal } = await started();
    const before = temporal.writes.length;
    held().facts = { ...held().facts, retentionHours: 24 };
    const sync = held().schedules.get("billing-sync");
    if (sync === undefined) throw new Error("no billing-sync");
    held().schedules.set("billing-sync", { ...sync, everySeconds: 60, paused: false });
    const { services, written } = await seedIt();
    expect(written).toBe(2);
    expect(services[0]?.changes).toMatchObject([
      { kind: "namespace", do: "update", fields: [{ field: "retention", have: "24 h", want: "72 h" }] },
      { kind: "schedule", key: "billing-sync", fields: [{ field: "when", have: "every 60 s", want: "every 900 s" }] },
    ]);
    expect(temporal.writes.slice(before).sort()).toEqual(["update agentvoicebox", "updateSchedule billing-sync"]);
    expect(held().schedules.get("billing-sync")).toMatchObject({ everySeconds: 900, paused: false });
  });

  test("a namespace that was deleted comes back with everything in it", async () => {
    const { seedIt, temporal, held } = await started();
    temporal.namespaces.delete(SPACE);
    expect((await seedIt({ planOnly: true })).services[0]?.counts).toMatchObject({ created: 4 });
    expect((await seedIt()).written).toBe(4);
    expect(held().schedules.size).toBe(3);
  });

  test("a namespace whose deletion parts of the server still remember is waited for", async () => {
    const { seedIt, temporal, held } = await started();
    temporal.namespaces.delete(SPACE);
    temporal.unseenAs = new ServiceRefusal("Namespace has invalid state: Deleted. Must be Registered.");
    temporal.unseen = 12;
    expect((await seedIt()).written).toBe(4);
    expect(held().schedules.size).toBe(3);
  });

  test("schedules do not go to the namespace of before, which parts of the server still know by that name", async () => {
    const { seedIt, temporal, held } = await started();
    temporal.remembered = { space: held(), calls: 8 };
    temporal.namespaces.delete(SPACE);
    expect((await seedIt()).written).toBe(4);
    expect(held().schedules.size).toBe(3);
    expect((await seedIt()).written).toBe(0);
  });

  test("schedules that went to the namespace of before, and are gone with it, are made again", async () => {
    const { seedIt, temporal, held } = await started();
    temporal.namespaces.delete(SPACE);
    const before = temporal.writes.length;
    let lost = 0;
    const watch = setInterval(() => {
      const made = temporal.writes.slice(before).filter((line) => line.startsWith("createSchedule"));
      if (lost > 0 || made.length < 3) return;
      lost = held().schedules.size;
      held().schedules.clear();
      temporal.unsure = 2;
    }, 1);
    expect((await seedIt()).written).toBe(4);
    clearInterval(watch);
    expect([lost, held().schedules.size]).toEqual([3, 3]);
    expect(temporal.unsure).toBeLessThan(0);
    expect((await seedIt()).written).toBe(0);
  });

  test("a schedule that no document names is unmanaged; --prune removes it only when avb made it", async () => {
    const { seedIt, held, world } = await started();
    const mine = { id: "mine", workflow: "Mine", taskQueue: "default", everySeconds: 5, paused: false };
    held().schedules.set("mine", mine);
    const path = "/avb/templates/temporal/namespace.json";
    const document = JSON.parse((await world.files.read(path)) ?? "");
    document.schedules = document.schedules.filter(({ id }: { id: string }) => id !== "billing-sync");
    world.files.put(path, JSON.stringify(document));
    const left = await seedIt();
    expect(left.written).toBe(0);
    expect(left.services[0]?.changes.map((one) => [one.key, one.do]).sort()).toEqual([
      ["billing-sync", "orphan"],
      ["mine", "orphan"],
    ]);
    expect((await seedIt({ prune: true })).written).toBe(1);
    expect([...held().schedules.keys()].sort()).toEqual(["cleanup-expired-sessions", "metrics-aggregation", "mine"]);
  });

  test("no answer is a failed read, after some patience, and nothing is written", async () => {
    const { seedIt, temporal } = await started();
    const before = temporal.writes.length;
    temporal.failure = new ServiceRefusal("connect ECONNREFUSED");
    await expect(seedIt()).rejects.toMatchObject({
      code: "SEED_NOT_READ",
      message: expect.stringContaining("Temporal"),
    });
    expect(temporal.writes).toHaveLength(before);
  });
});
