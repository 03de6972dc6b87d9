import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { canonicalExport, differing } from "../support/canonical-export.ts";
import { docker } from "../support/live-engine.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { mutationRun } from "../support/mutation-run.ts";
import { needs } from "../support/needs.ts";

const MINUTES = 60_000;
/** What can be seeded and starts quickly. */
const UP = ["up", "--mode", "live", "--without", "keycloak,temporal", "--allow-standin"] as const;
/** How often it is seeded once more; of all services at once the whole stack tells what five seedings leave. */
const AGAIN = process.env.AVB_SOAK === undefined ? [1] : [1, 2, 3, 4];
const SEEDED: readonly ("lago" | "opa" | "vault")[] = ["lago", "opa", "vault"];

type Kept = Readonly<Record<string, { readonly facts: string; readonly made: readonly string[] }>>;

function recordOf(stack: LiveStack): Kept {
  const path = join(stack.stateFolder(), "seeds.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}

const isBegun = (stack: LiveStack): boolean => {
  try {
    return Object.values(recordOf(stack)).some(({ facts }) => facts === "");
  } catch {
    return false;
  }
};

const planned = async (stack: LiveStack) =>
  ((await stack.json("up", "--plan")).plan as readonly { id: string }[]).map(({ id }) => id);

const drifted = async (stack: LiveStack) => (await stack.json("drift")).count;

needs(["engine", "nodeImage", "dataImages", "liveImages"], "a live stack's seeds", () => {
  test("converge after a kill, stay the same however often, are put back by hand or after a loss", {
    timeout: 6 * MINUTES,
  }, async () => {
    const stack = await liveStack();
    const first = stack.start(...UP);
    await expect.poll(() => isBegun(stack), { timeout: 2 * MINUTES, interval: 10 }).toBe(true);
    first.kill("SIGKILL");
    await expect.poll(() => first.signalCode ?? first.exitCode, { timeout: 5000 }).not.toBeNull();

    const again = await stack.json(...UP);
    expect((again.plan as readonly { id: string }[]).map(({ id }) => id)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^seed-/)]),
    );
    expect(Object.keys(recordOf(stack))).toEqual(expect.arrayContaining([...SEEDED]));
    for (const id of SEEDED) expect(recordOf(stack)[id]?.made.length, id).toBeGreaterThan(2);
    expect([await planned(stack), await drifted(stack)]).toEqual([[], 0]);

    const { planter } = await mutationRun(stack);
    const exported = await canonicalExport(planter, SEEDED);
    expect(exported.size).toBeGreaterThan(20);
    for (const _round of AGAIN) expect((await stack.json("seed")).written).toBe(0);
    const changed = async () => differing(exported, await canonicalExport(planter, SEEDED));
    expect(await changed()).toEqual([]);

    await planter.lago("PUT", "/plans/pro", { plan: { name: "By hand" } });
    const drift = await stack.avb("drift", "lago", "--exit-code");
    expect(drift).toMatchObject({ status: 14, stderr: expect.stringContaining("[SEED_DRIFT]") });
    expect(drift.stdout).toContain('--- lago/plan/pro\n+++ lago/plan/pro\n@@ name @@\n-"By hand"\n+"Pro"');
    expectDone(await stack.avb("reset", "--seeds", "--yes"));
    expect([await changed(), await drifted(stack)]).toEqual([[], 0]);

    const api = await stack.container("lago-api");
    const [volume = ""] = (await stack.leftovers()).filter((name) => name.endsWith("lago-standin"));
    docker("rm", "--force", api.id);
    docker("volume", "rm", volume);
    expect(await planned(stack)).toEqual(expect.arrayContaining(["seed-lago"]));
    expectDone(await stack.avb("up"));
    expect([await changed(), await planned(stack)]).toEqual([[], []]);

    docker("restart", (await stack.container("opa")).id);
    expect(await planned(stack)).toEqual(expect.arrayContaining(["seed-opa"]));
    expectDone(await stack.avb("up"));
    expect([await changed(), await planned(stack)]).toEqual([[], []]);
    await stack.expectNoLeftovers();
  });
});
