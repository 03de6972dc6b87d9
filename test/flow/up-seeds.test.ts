import { describe, expect, test } from "vitest";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { reset } from "../../src/flows/reset.ts";
import { seed } from "../../src/flows/seed.ts";
import { seedRecord } from "../../src/flows/seeding/seed-record.ts";
import { status } from "../../src/flows/status.ts";
import { lagoWorld } from "../support/lago-world.ts";

const DOCUMENT = "/avb/templates/lago/billing.json";

/** avb's stand-in for Lago, seeded by `up`. */
async function lagoUp(options: Parameters<ReturnType<typeof lagoWorld>["upLago"]>[0] = {}) {
  const live = lagoWorld();
  const first = await live.upLago({ allowStandIn: true, ...options });
  const again = () => live.up({});
  const record = async () => (await seedRecord(live.world, await openCheckout(live.world))).lago;
  return { ...live, first, again, record };
}

const becauseOf = (result: { readonly plan: readonly { readonly id: string; readonly because: string }[] }) =>
  result.plan.filter(({ id }) => id === "seed-lago").map(({ because }) => because);

describe("up and the seeds of a real service", () => {
  test("writes them once it is usable, and the second time plans nothing and asks it nothing", async () => {
    const { first, again, asked, written, steps } = await lagoUp();
    expect(becauseOf(first)).toEqual(["it was not seeded yet"]);
    expect(steps(first).indexOf("usable-lago")).toBeLessThan(steps(first).indexOf("seed-lago"));
    expect(first.plan.find(({ id }) => id === "seed-lago")?.after).toContain("usable-lago");
    expect(written().length).toBeGreaterThan(10);
    const before = asked().length;
    expect((await again()).plan).toEqual([]);
    // What is left is the question whether it can be used.
    expect(
      asked()
        .slice(before)
        .filter((one) => !/^GET \/(?:organizations|plans)$/.test(one)),
    ).toEqual([]);
  });

  test("leaves them out with --no-seed, and makes up for it the next time", async () => {
    const { first, again, written } = await lagoUp({ seed: false });
    expect([becauseOf(first), written()]).toEqual([[], []]);
    expect(becauseOf(await again())).toEqual(["it was not seeded yet"]);
  });

  test("looks again at a service that was started again behind its back, and writes nothing that is there", async () => {
    const { world, named, again, written } = await lagoUp();
    const before = written().length;
    const id = named("lago-api")?.id ?? "";
    await world.containers.stop(id, { timeoutMs: 1000 });
    await world.containers.start(id, { timeoutMs: 1000 });
    expect(becauseOf(await again())).toEqual(["what it holds is not known"]);
    expect(written()).toHaveLength(before);
    expect((await again()).plan).toEqual([]);
  });

  test("seeds one anew whose data went with its container", async () => {
    const { world, named, again, written } = await lagoUp();
    const { length } = written();
    await world.containers.remove(named("lago-api")?.id ?? "", { timeoutMs: 1000 });
    expect(becauseOf(await again())).toEqual(["what it holds is not known"]);
    expect(written()).toHaveLength(length);
  });

  test("seeds again what its documents changed", async () => {
    const { world, again, written } = await lagoUp();
    const before = written().length;
    const document = JSON.parse((await world.files.read(DOCUMENT)) ?? "");
    document.plans[0].name = "Free of charge";
    world.files.put(DOCUMENT, JSON.stringify(document));
    expect(becauseOf(await again())).toEqual(["its documents have changed"]);
    expect(written().slice(before)).toEqual([`PUT /plans/${document.plans[0].code}`]);
  });

  test("goes on where a seeding broke off, and knows all of it as its own", async () => {
    const live = lagoWorld();
    await live.upLago({ allowStandIn: true, seed: false });
    live.refuseWrite(3);
    await expect(live.up({})).rejects.toMatchObject({ code: "SEED_WRITE_FAILED", exitCode: 9 });
    const done = live.written().length;
    const record = async () => (await seedRecord(live.world, await openCheckout(live.world))).lago;
    expect(await record()).toMatchObject({ facts: "" });
    expect(becauseOf(await live.up({}))).toEqual(["its last seeding did not come to its end"]);
    expect(live.written().length).toBeGreaterThan(done + 5);
    expect((await record())?.made.length).toBeGreaterThan(10);
    expect((await live.up({})).plan).toEqual([]);
  });

  test("tells a document that contradicts itself before anything is started", async () => {
    const live = lagoWorld();
    live.world.files.put(DOCUMENT, '{"billable_metrics": 3}');
    await expect(live.upLago({ allowStandIn: true })).rejects.toThrow();
    expect(live.engine.writes).toEqual([]);
  });
});

describe("status", () => {
  test("says of a real service in one word how it is with its seeds, and asks it nothing for that", async () => {
    const live = await lagoUp({ seed: false });
    const word = async () => {
      const { services, remarks } = await status(live.world);
      return [services.find(({ service }) => service === "lago")?.seeds, remarks.filter((one) => one.includes("seed"))];
    };
    expect(await word()).toEqual(["unseeded", ["not seeded yet: lago; make it so: avb dev seed"]]);
    await live.again();
    const before = live.asked().filter((one) => one.includes("billable_metrics")).length;
    expect(await word()).toEqual(["seeded", []]);
    const document = await live.world.files.read(DOCUMENT);
    live.world.files.put(DOCUMENT, (document ?? "").replace('"name": "Pro"', '"name": "Professional"'));
    expect(await word()).toEqual([
      "outdated",
      ["seeded before their documents or containers changed: lago; make it so: avb dev seed"],
    ]);
    live.world.files.put("/home/dev/shop/.devenvrc", "seeds:\n  lago: [not-allowed.json]\n");
    expect((await word())[0]).toBe("unreadable");
    expect(live.asked().filter((one) => one.includes("billable_metrics"))).toHaveLength(before);
  });
});

describe("reset --seeds", () => {
  test("puts back what differs in a real service, and plans nothing where nothing does", async () => {
    const { tools, lago, written } = await lagoUp();
    expect((await reset(tools, { seedsOnly: true })).plan).toEqual([]);
    await lago((api) => api.plans.update("pro", { name: "By hand" }));
    const before = written().length;
    expect((await reset(tools, { seedsOnly: true })).plan.map(({ id }) => id)).toEqual(["seed-lago"]);
    expect(written().slice(before)).toEqual(["PUT /plans/pro"]);
    expect((await seed(tools, { services: ["lago"], planOnly: true })).services[0]?.counts.updated).toBe(0);
  });
});
