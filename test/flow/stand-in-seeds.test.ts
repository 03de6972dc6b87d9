import { describe, expect, test } from "vitest";
import { seedsCheck } from "../../src/flows/checks/seeds.ts";
import { doctor } from "../../src/flows/doctor.ts";
import { doctorFix } from "../../src/flows/doctor-fix.ts";
import { seed } from "../../src/flows/seed.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";
import { liveWorld } from "../support/live-world.ts";

const CHECKS = [seedsCheck];
const alone = () => lifecycleWorld();
const beside = () => liveWorld();

const saidOf = ({ checks }: Awaited<ReturnType<typeof doctor>>) => checks[0]?.findings.map(({ says }) => says);

describe("what the sandbox server stands in for", () => {
  test.each([
    ["by itself", alone, []],
    ["beside real containers", beside, ["redis"]],
  ] as const)("is found unseeded by the doctor %s, and seeded by --fix", async (_where, make, real) => {
    const { world, tools, up } = make();
    await up({ mode: "sandbox", with: real, seed: false });
    // What is loaded by a first look is loaded before: the clock of the checks' deadline runs a hundred times faster here.
    await seed(tools, { services: [], planOnly: true });
    const report = await doctor(world, CHECKS);
    expect(saidOf(report)).toEqual([
      expect.stringMatching(
        /^in the sandbox server, which stands in for keycloak, \d+ things are not as the documents/,
      ),
      expect.stringMatching(/^in the sandbox server, which stands in for lago, \d+ things are not as the documents/),
    ]);
    expect([report.healthy, report.curable]).toEqual([true, 2]);
    const fixed = await doctorFix(tools, CHECKS);
    expect(fixed.plan).toHaveLength(2);
    expect(saidOf(fixed)).toEqual(["what runs was seeded from its documents as they are"]);
  });

  test("is not asked after where no server runs, and no finding where it holds what it should", async () => {
    const { world, tools, up } = alone();
    expect(saidOf(await doctor(world, CHECKS))).toEqual(["what runs was seeded from its documents as they are"]);
    await up();
    await seed(tools, { services: [], planOnly: true });
    expect(saidOf(await doctor(world, CHECKS))).toEqual(["what runs was seeded from its documents as they are"]);
  });

  test("gives ids to rows in PostgreSQL: seeded alone, it leaves them to the next up, and the doctor says so", async () => {
    const { world, tools, up, upWith, sandboxes, steps } = beside();
    expect(steps(await upWith("postgres"))).toContain("seed-postgres");
    expect((await upWith("postgres")).plan).toEqual([]);
    await sandboxes[0]?.store.apply([{ do: "remove", kind: "user", key: "demo@test.com" }]);
    expect((await seed(tools, { services: ["keycloak"], planOnly: false })).written).toBe(1);
    expect(saidOf(await doctor(world, CHECKS))).toEqual([
      "postgres is seeded before their documents or containers changed",
    ]);
    const { plan } = await up({});
    expect(plan.map(({ id, because }) => [id, because])).toEqual([
      ["seed-postgres", "what it is made from was written since"],
    ]);
    expect((await up({})).plan).toEqual([]);
    // What is only changed keeps its id.
    const user = sandboxes[0]?.store.findUser({ username: "demo@test.com" });
    if (user === undefined) throw new Error("no demo user");
    const value = { ...user, lastName: "Other" };
    await sandboxes[0]?.store.apply([{ do: "put", kind: "user", key: user.username, value }]);
    expect((await seed(tools, { services: ["keycloak"], planOnly: false })).written).toBe(1);
    expect((await up({})).plan).toEqual([]);
  });
});
