import { describe, expect, test } from "vitest";
import { runGraph } from "../../src/domain/graph.ts";
import { ServiceRefusal } from "../../src/domain/refusal.ts";
import type { LiveRun } from "../../src/flows/live/live-steps.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import type { OpenSeeds } from "../../src/flows/seeding/open-seeds.ts";
import { planUpSeeds } from "../../src/flows/seeding/plan-up-seeds.ts";
import { keepSeeded, seedRecord } from "../../src/flows/seeding/seed-record.ts";
import { type FakeSeeded, fakeSeeded } from "../support/fake-seeder.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { recordingWatch } from "../support/recording-watch.ts";

const KEYCLOAK = { usable: ["redis", "vault"] };
const POSTGRES = { usable: ["keycloak", "lago"], seeded: ["keycloak", "lago"] };

/** Services that were seeded, and whose containers were started again since. */
async function restarted() {
  const world = fakeWorld();
  const checkout = await openCheckout(world);
  const seeded = { keycloak: fakeSeeded({ realm: "1" }, KEYCLOAK), postgres: fakeSeeded({ row: "1" }, POSTGRES) };
  const before = [{ id: "before", startedAtMs: 1, restartCount: 0 }];
  for (const [service, { want, held }] of Object.entries(seeded)) {
    for (const [key, value] of Object.entries(want)) held.set(key, value);
    await keepSeeded(world, checkout, service, { facts: JSON.stringify(want), standing: before, made: [] });
  }
  const usable = new Map([...Object.keys(seeded)].map((id) => [id, [{ id, startedAtMs: 2, restartCount: 0 }]]));
  const missingVolumes = new Set<string>();
  const containers = [{ service: { id: "postgres" }, container: "postgres", name: "p", volumes: ["data"] }];
  const seen = { unusable: new Map(), record: undefined, desired: { containers }, missingVolumes };
  const run = { checkout, seen, usable, ids: new Map([["p", "1"]]), patientUntilMs: 0 } as unknown as LiveRun;
  const plan = async () => {
    const open = await Promise.all(Object.entries(seeded).map((one) => opened(...one)));
    const record = await seedRecord(world, checkout);
    return { steps: planUpSeeds(run, { holds: true, open, record, delivery: undefined }, []) };
  };
  const seed = async () =>
    runGraph(await plan(), { world, signal: new AbortController().signal, watch: recordingWatch().watch });
  return { plan, seed, missingVolumes, ...seeded };
}

async function opened(service: string, { seeder }: FakeSeeded): Promise<OpenSeeds> {
  const seeding = await seeder.open({} as never);
  return { service, seeder, seeding, ...{ title: service, address: "127.0.0.1:1", facts: seeding.facts, inputs: "" } };
}

describe("after a start with kept data", () => {
  test("Keycloak is read from its first good answer on, and PostgreSQL's rows beside it", async () => {
    const { plan } = await restarted();
    const after = new Map((await plan()).steps.map((step) => [step.id, step.after]));
    expect([...after.keys()]).toEqual(["look-keycloak", "seed-keycloak", "look-postgres", "seed-postgres"]);
    expect(after.get("look-keycloak")).toEqual(["answer-keycloak", "usable-postgres", "usable-redis", "usable-vault"]);
    expect(after.get("seed-keycloak")).toContain("usable-keycloak");
    expect(after.get("look-postgres")).toContain("answer-keycloak");
    expect(after.get("look-postgres")).not.toContain("seed-keycloak");
    expect(after.get("seed-postgres")).toContain("seed-keycloak");
  });

  test("nothing is looked at twice, or written, where nothing differs", async () => {
    const { seed, keycloak, postgres } = await restarted();
    expect((await seed()).failures).toEqual([]);
    expect([keycloak.asked, postgres.asked]).toEqual([["read"], ["read"]]);
  });

  test("what is made from something that had to be written is looked at again", async () => {
    const { seed, keycloak, postgres } = await restarted();
    keycloak.held.clear();
    expect((await seed()).failures).toEqual([]);
    expect([keycloak.asked, postgres.asked]).toEqual([
      ["read", "put realm"],
      ["read", "read"],
    ]);
  });

  test("what cannot be read yet is read when it can be used, and only then fails", async () => {
    const { seed, keycloak } = await restarted();
    keycloak.refusal = new ServiceRefusal("it does not know its realm yet", 503);
    const { failures } = await seed();
    expect(keycloak.asked).toEqual(["read", "read"]);
    expect(failures).toMatchObject([{ step: { id: "seed-keycloak" }, error: { code: "SEED_NOT_READ" } }]);
  });

  test("nothing is looked at ahead where documents have changed", async () => {
    const { plan, keycloak } = await restarted();
    keycloak.want = { realm: "2" };
    expect((await plan()).steps.map(({ id }) => id)).toEqual(["seed-keycloak", "seed-postgres"]);
  });

  test("nothing is looked at ahead where the data are gone", async () => {
    const { plan, missingVolumes } = await restarted();
    missingVolumes.add("data");
    expect((await plan()).steps.map(({ id }) => id)).toEqual(["seed-keycloak", "seed-postgres"]);
  });
});
