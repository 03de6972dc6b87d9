import { describe, expect, test } from "vitest";
import { status } from "../../src/flows/status.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";

describe("status", () => {
  test("tells each service's word, what really runs, where, and whether it can be used", async () => {
    const { up, world } = lifecycleWorld();
    await up();
    const { state, services, pid } = await status(world);
    expect({ state, pid }).toEqual({ state: "usable", pid: 9000 });
    expect(services.find(({ service }) => service === "keycloak")).toEqual({
      ...{ service: "keycloak", title: "Keycloak", word: "BYPASSED", runs: "stand-in" },
      ...{ address: "http://localhost:8080", usable: true, note: "Mock JWT tokens" },
    });
    expect(services.find(({ service }) => service === "vault")).toEqual({
      ...{ service: "vault", title: "Vault", word: "BYPASSED", runs: "nothing", note: "Env vars only" },
    });
  });

  test("says how many plans there are to subscribe to, and how to get those that are missing", async () => {
    const { up, world, sandboxes } = lifecycleWorld();
    const lago = async () => (await status(world)).services.find(({ service }) => service === "lago");
    await up({ seed: false });
    const missing = "free, starter, pro, enterprise, pro_annual";
    expect(await lago()).toMatchObject({
      ...{ usable: true, note: `0 plans, without ${missing}; seed it: avb dev seed lago` },
    });
    await up();
    expect(await lago()).toMatchObject({ usable: true, note: "seeded, 5 plans" });
    sandboxes[0]?.billing.refusals.push(500);
    expect(await lago()).toMatchObject({ usable: false, note: expect.stringContaining("it answered 500") });
  });

  test("writes nothing, whatever state it finds", async () => {
    const { up, world, sandboxes } = lifecycleWorld();
    for (const prepare of [async () => {}, up, async () => sandboxes[0]?.die()]) {
      await prepare();
      world.files.writes.length = 0;
      await status(world);
      expect(world.files.writes).toEqual([]);
    }
  });

  test("a port that answers is not enough: a token that does not hold makes it unusable", async () => {
    const { up, world, sandboxes } = lifecycleWorld();
    await up();
    if (sandboxes[0]) sandboxes[0].forged = true;
    const { state, services } = await status(world);
    expect(state).toBe("not usable");
    const keycloak = services.find(({ service }) => service === "keycloak");
    expect(keycloak).toMatchObject({ usable: false, note: expect.stringContaining("its token does not hold") });
  });

  test("a server that has died is told with what to type", async () => {
    const { up, world, sandboxes } = lifecycleWorld();
    await up();
    sandboxes[0]?.die();
    const { state, remarks } = await status(world);
    expect(state).toBe("not running");
    expect(remarks).toEqual(["the sandbox server (pid 9000) has died; start it again: avb dev up"]);
  });

  test("a server that does not answer names its process", async () => {
    const { up, world, sandboxes } = lifecycleWorld();
    await up();
    if (sandboxes[0]) sandboxes[0].silent = true;
    const { state, services } = await status(world);
    expect(state).toBe("not usable");
    expect(services.find(({ service }) => service === "lago")?.note).toBe("its process (pid 9000) does not answer");
  });
});
