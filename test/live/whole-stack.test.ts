import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectCarried, expectPaypalGiven, expectRealmBack } from "../support/carried-secrets.ts";
import { expectEveryAddressToLead } from "../support/container-view.ts";
import { expectGroupAgain } from "../support/group-again.ts";
import { expectTopicsKept } from "../support/kafka-obligations.ts";
import { LIMITS, liveContainers } from "../support/live-engine.ts";
import { expectDone, type LiveStack, sharedStack } from "../support/live-stack.ts";
import { mutationRun } from "../support/mutation-run.ts";
import { expectBreakagesCaught } from "../support/mutations.ts";
import { needs } from "../support/needs.ts";
import { expectOutsideSynced } from "../support/outside-vault.ts";
import { expectGoldenPath, expectLinksProved } from "../support/proved-links.ts";
import { expectNoWrite, expectPrudent, expectResumed } from "../support/prudent-seeding.ts";
import { expectNoCanary } from "../support/seeded-canaries.ts";
import { expectSameHoweverOften } from "../support/seeded-however-often.ts";
import { DOORED, seededThrough } from "../support/seeded-through.ts";
import { expectUsable } from "../support/service-uses.ts";

const MINUTES = 60_000;
const UP = ["up", "--mode", "live", "--allow-standin", "--timeout", "900"] as const;

/** What is written down of every run and every request, whether it changed something or not. */
const KEPT_OF_ALL: readonly string[] = ["journal.ndjson", "server.log"];

/** Every other file that avb keeps, and when it was written. */
const writtenAt = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => ({ path, facts: statSync(join(folder, path)) }))
    .filter(({ path, facts }) => facts.isFile() && !KEPT_OF_ALL.includes(path))
    .map(({ path, facts }) => [path, facts.mtimeMs]);

const OTHERS = DOORED.filter((service) => service !== "vault");

needs(["engine", "compose", "dataImages", "liveImages", "nodeImage"], "a whole live stack", () => {
  const stack = sharedStack({}, UP);

  test("takes Kafka along when it is asked for, and what runs already keeps its containers", {
    timeout: 15 * MINUTES,
  }, async () => {
    const before = await stack().ids();
    expectDone(await stack().avb(...UP, "--with", "kafka"));
    expect(await stack().ids()).toEqual({ ...before, kafka: expect.any(String) });
  });

  test("can be used in every part, and is left as it is by a second up", { timeout: 5 * MINUTES }, async () => {
    const ids = await stack().ids();
    await expectUsable(stack(), ["postgres", "redis", "vault", "opa", "keycloak", "temporal", "kafka"]);
    const before = writtenAt(stack().stateFolder());
    expect(await stack().json("up")).toMatchObject({ plan: [] });
    expect(await stack().ids()).toEqual(ids);
    expect(writtenAt(stack().stateFolder())).toEqual(before);
    expect(await stack().json("status")).toMatchObject({ state: "usable" });
  });

  test("has every link of the application proved, and the golden path hop by hop", {
    timeout: 3 * MINUTES,
  }, async () => {
    await expectGoldenPath(stack());
    await expectLinksProved(stack());
  });

  test("leads an application's container to each of its services", { timeout: 3 * MINUTES }, () =>
    expectEveryAddressToLead(stack()),
  );

  test("has Kafka's topics; what is changed behind avb's back is named and put back", { timeout: 3 * MINUTES }, () =>
    expectTopicsKept(stack()),
  );

  test(
    "is mended by seeding, whatever is broken by hand and caught by the check that names it",
    {
      timeout: 10 * MINUTES,
    },
    () => expectBreakagesCaught(stack()),
  );

  test("is read without a write where nothing differs, and left whole where an answer is none", {
    timeout: 12 * MINUTES,
  }, async () => {
    // What was broken and mended in one service has other ids now, which others point at.
    expectDone(await stack().avb("seed"));
    const seeded = await seededThrough(stack());
    const { planter } = await mutationRun(stack());
    await expectNoWrite(seeded);
    // Keycloak's and Lago's seeds are compared with what Vault holds.
    await expectPrudent(seeded, "vault");
    await Promise.all(OTHERS.map((service) => expectPrudent(seeded, service)));
    await expectResumed(stack(), { seeded, planter, service: "vault" });
    await Promise.all(OTHERS.map((service) => expectResumed(stack(), { seeded, planter, service })));
  });

  test("holds the same after five seedings, and after one that goes on from where another was killed", {
    timeout: 10 * MINUTES,
  }, async () => {
    const { planter } = await mutationRun(stack());
    await expectSameHoweverOften(stack(), planter);
  });

  test("points the application's rows, members and tokens at a group that was removed and comes back with another id", {
    timeout: 5 * MINUTES,
  }, async () => {
    const { planter } = await mutationRun(stack());
    await expectGroupAgain(stack(), planter);
  });

  test("carries what a person wrote into Vault into Keycloak, and makes a realm again that is gone", {
    timeout: 10 * MINUTES,
  }, async () => {
    const { planter } = await mutationRun(stack());
    await expectCarried(stack(), planter);
    await expectRealmBack(stack(), planter);
    await expectPaypalGiven(stack(), planter);
  });

  test("writes policies into a Vault of others only with leave, and tells no secret", {
    timeout: 10 * MINUTES,
  }, async () => {
    const { planter } = await mutationRun(stack());
    await expectOutsideSynced(stack());
    await expectNoCanary(stack(), planter);
  });

  test("ends with all but its volumes, and those with --volumes", { timeout: 3 * MINUTES }, async () => {
    expectDone(await stack().avb("down"));
    expect(await stack().leftovers()).toEqual(await volumesOf(stack()));
    expectDone(await stack().avb("down", "--volumes", "--yes"));
    expect(await stack().leftovers()).toEqual([]);
  });
});

const volumesOf = async ({ root }: LiveStack) =>
  (await liveContainers.volumes([`avb.root=${root}`], LIMITS)).map(({ name }) => name);
