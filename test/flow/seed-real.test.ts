import { describe, expect, test } from "vitest";
import { ServiceRefusal } from "../../src/domain/refusal.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { type SeedOptions, seed } from "../../src/flows/seed.ts";
import { seedRecord } from "../../src/flows/seeding/seed-record.ts";
import { fakeSeeded } from "../support/fake-seeder.ts";
import { liveWorld } from "../support/live-world.ts";

/** PostgreSQL and Redis run; what they hold and are to hold is the test's. */
async function seeded(redisAfter: readonly string[] = []) {
  const live = liveWorld();
  const postgres = fakeSeeded({ a: "1", b: "2" });
  const redis = fakeSeeded({ x: "9" }, { seeded: redisAfter });
  await live.up({ mode: "sandbox", with: ["postgres", "redis"], seed: false });
  const seeders = { postgres: async () => postgres.seeder, redis: async () => redis.seeder };
  const run = (options: Partial<SeedOptions> = {}) =>
    seed(live.tools, { services: ["postgres", "redis"], planOnly: false, ...options, seeders });
  const made = async () => (await seedRecord(live.world, await openCheckout(live.world))).postgres?.made;
  return { live, postgres, redis, run, made };
}

describe("seeding real services", () => {
  test("writes what differs, says so by verdict, and a second run writes nothing", async () => {
    const { postgres, run } = await seeded();
    postgres.held.set("b", "old").set("theirs", "5");
    const first = await run();
    expect(first.written).toBe(3);
    expect(first.services[0]?.counts).toMatchObject({ created: 1, updated: 1, unchanged: 0, unmanaged: 1 });
    const second = await run();
    expect([second.written, second.services[0]?.counts]).toEqual([
      0,
      expect.objectContaining({ unchanged: 2, unmanaged: 1 }),
    ]);
    expect(postgres.asked).toEqual(["read", "put a", "put b", "read"]);
  });

  test("only says so with --plan, and writes neither to the service nor to the record", async () => {
    const { postgres, run, made } = await seeded();
    const planned = await run({ planOnly: true });
    expect([planned.planned, planned.written]).toEqual([true, 0]);
    expect([...postgres.held, await made()]).toEqual([undefined]);
  });

  test("removes with --prune what it made itself and no document names any more, and nothing else", async () => {
    const { postgres, run, made } = await seeded();
    postgres.held.set("theirs", "5");
    await run();
    postgres.want = { a: "1" };
    const left = await run();
    expect(left.services[0]?.counts).toMatchObject({ wouldPrune: 1, unmanaged: 1, pruned: 0 });
    expect([...postgres.held.keys()]).toEqual(["theirs", "a", "b"]);
    const pruned = await run({ prune: true });
    expect(pruned.services[0]?.counts).toMatchObject({ pruned: 1, wouldPrune: 0, unmanaged: 1 });
    expect([...postgres.held.keys()]).toEqual(["theirs", "a"]);
    expect(await made()).toEqual(["thing a"]);
    expect((await run({ prune: true })).written).toBe(0);
  });

  test("does not take for its own what was removed by hand and made again by somebody else", async () => {
    const { postgres, run } = await seeded();
    await run();
    postgres.want = { a: "1" };
    postgres.held.delete("b");
    await run();
    postgres.held.set("b", "theirs now");
    const pruned = await run({ prune: true });
    expect([pruned.written, postgres.held.get("b")]).toEqual([0, "theirs now"]);
  });

  test("knows as its own what a run made that broke off, and goes on from there", async () => {
    const { postgres, run, made } = await seeded();
    postgres.breaksAfter = 1;
    await expect(run()).rejects.toMatchObject({ code: "SEED_WRITE_FAILED" });
    expect([...postgres.held.keys()]).toEqual(["a"]);
    delete postgres.breaksAfter;
    expect((await run()).written).toBe(1);
    expect(await made()).toEqual(["thing a", "thing b"]);
  });

  test("looks at what is made from another service's things only once those are written", async () => {
    const { postgres, redis, run } = await seeded(["postgres"]);
    const order: string[] = [];
    const note = (name: string, list: string[]) => {
      list.push = (...asked: string[]) => order.push(...asked.map((one) => `${name} ${one}`));
    };
    note("postgres", postgres.asked);
    note("redis", redis.asked);
    await run();
    expect(order).toEqual(["postgres read", "postgres put a", "postgres put b", "redis read", "redis put x"]);
  });

  test("takes what a service refuses to be read for an error, never for nothing", async () => {
    const { postgres, run } = await seeded();
    postgres.refusal = new ServiceRefusal("permission denied", 403);
    await expect(run()).rejects.toMatchObject({
      ...{ code: "SEED_NOT_READ", exitCode: 9, facts: { service: "PostgreSQL", why: "permission denied" } },
    });
    expect([...postgres.held]).toEqual([]);
  });

  test("tells what is wrong with every document at once, before anything is asked or written", async () => {
    const { postgres, redis, run } = await seeded();
    postgres.wrong = "one";
    redis.wrong = "two";
    await expect(run()).rejects.toMatchObject({ problems: [{ message: "one" }, { message: "two" }] });
    expect([postgres.asked, redis.asked]).toEqual([[], []]);
  });

  test("needs the service to run", async () => {
    const { live, run } = await seeded();
    await live.stopContainer("redis");
    await expect(run()).rejects.toMatchObject({ code: "SERVICE_NOT_RUNNING", facts: { service: "redis" } });
  });
});
