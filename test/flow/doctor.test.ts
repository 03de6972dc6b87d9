import { describe, expect, test } from "vitest";
import { type Check, type Finding, worstOf } from "../../src/domain/check.ts";
import { CHECKS } from "../../src/flows/checks/table.ts";
import { doctor } from "../../src/flows/doctor.ts";
import { CHECKOUT_DEFECTS } from "../support/checkout-defects.ts";
import { cleanWorld, type Defect, ill, ROOT } from "../support/clean-machine.ts";
import { CONTAINER_DEFECTS } from "../support/container-defects.ts";
import { CREDENTIAL_DEFECTS } from "../support/credential-defects.ts";
import { ENGINE_DEFECTS } from "../support/engine-defects.ts";
import { ENVIRONMENT_DEFECTS } from "../support/environment-defects.ts";
import { MACHINE_DEFECTS } from "../support/machine-defects.ts";
import { RECORD_DEFECTS } from "../support/record-defects.ts";
import { SEEDED_DEFECTS } from "../support/seeded-defects.ts";

const DEFECTS: readonly Defect[] = [
  ...ENVIRONMENT_DEFECTS,
  ...MACHINE_DEFECTS,
  ...ENGINE_DEFECTS,
  ...CONTAINER_DEFECTS,
  ...CHECKOUT_DEFECTS,
  ...RECORD_DEFECTS,
  ...SEEDED_DEFECTS,
  ...CREDENTIAL_DEFECTS,
];

describe("the doctor", () => {
  test("finds nothing on a clean machine, and something to say of everything", async () => {
    const report = await doctor(cleanWorld(), CHECKS);
    expect(report.checks.filter(({ state }) => state !== "ok")).toEqual([]);
    expect([report.healthy, report.checks.map(({ id }) => id)]).toEqual([true, CHECKS.map(({ id }) => id)]);
  });

  test.each(DEFECTS)("$name is found by the check $check alone", async (defect) => {
    const { check, state, says } = defect;
    const world = await ill(defect);
    const report = await doctor(world, CHECKS);
    const found = report.checks.filter((result) => result.state !== "ok");
    expect(found.map((result) => [result.id, result.state])).toEqual([[check, state]]);
    expect(found[0]?.findings.map((finding) => finding.says).join("\n")).toMatch(says);
    expect(report.healthy).toBe(state !== "fail");
  });

  test.each(DEFECTS)("$name is told with a cure, and nothing is written or signalled", async (defect) => {
    const world = await ill(defect);
    const [writes, signals] = [[...world.files.writes], [...world.signals]];
    const { checks } = await doctor(world, CHECKS);
    const bad = checks.flatMap(({ findings }) => findings).filter((finding) => finding.state !== "ok");
    for (const finding of bad) expect("fixes" in finding ? finding.fixes.join("") : "").not.toBe("");
    expect([world.files.writes, world.signals]).toEqual([writes, signals]);
  });

  test("every check has a defect that it finds, and there are more than 35", () => {
    const found = new Set(DEFECTS.map(({ check }) => check));
    expect(CHECKS.map(({ id }) => id).filter((id) => !found.has(id))).toEqual([]);
    expect(DEFECTS.length).toBeGreaterThan(35);
  });

  test("a proxy's password is not told", async () => {
    const host = { env: { HTTP_PROXY: "http://u:swordfish@proxy:3128" } };
    const world = await ill({ name: "", check: "proxy", state: "warn", says: /./, host });
    expect(JSON.stringify(await doctor(world, CHECKS))).not.toContain("swordfish");
  });

  test("a missing engine fails where containers are to run", async () => {
    const env = { AVB_STATE_DIR: "/state", AVB_MODE: "live" };
    const world = cleanWorld({ env });
    world.engineFacts = { version: "28.5.2", address: "unix:///s" };
    const { checks } = await doctor(world, CHECKS);
    expect(checks.find(({ id }) => id === "compose")?.state).toBe("fail");
  });

  test("a linked worktree's slot is not claimed by looking", async () => {
    const world = cleanWorld();
    await world.files.removeTree(`${ROOT}/.git`);
    world.files.put(`${ROOT}/.git`, "gitdir: /home/dev/main/.git/worktrees/shop\n");
    const before = [...world.files.writes];
    await doctor(world, CHECKS);
    expect(world.files.writes).toEqual(before);
  });
});

describe("one check among others", () => {
  const calm: Check = { id: "calm", title: "Calm", looksAt: "-", run: async () => [{ state: "ok", says: "calm" }] };

  test("that never ends is left at its deadline", async () => {
    const stuck: Check = { ...calm, id: "stuck", run: () => new Promise(() => undefined) };
    const { checks } = await doctor(cleanWorld(), [stuck, calm]);
    expect(checks.map(({ id, state }) => [id, state])).toEqual([
      ["stuck", "warn"],
      ["calm", "ok"],
    ]);
  });

  test("that breaks does not keep the others from theirs", async () => {
    const broken: Check = { ...calm, id: "broken", run: () => Promise.reject(new TypeError("x is not a function")) };
    const { healthy, checks } = await doctor(cleanWorld(), [broken, calm]);
    expect([healthy, checks.map(({ state }) => state)]).toEqual([false, ["fail", "ok"]]);
    expect(checks[0]?.findings[0].says).toBe("this check itself failed: x is not a function");
  });

  test("cannot complain without a cure", () => {
    // @ts-expect-error a finding that is not well needs at least one fix
    const finding: Finding = { state: "fail", says: "it is broken", fixes: [] };
    expect(worstOf([finding, { state: "warn" }, { state: "ok" }])).toBe("fail");
    expect(worstOf([{ state: "ok" }, { state: "warn" }])).toBe("warn");
  });
});
