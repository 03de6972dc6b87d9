import { expect, test } from "vitest";
import { engineContainers } from "../../src/adapters/containers.ts";
import { engineConnection } from "../../src/adapters/engine-connection.ts";
import { engineGate } from "../support/engine-gate.ts";
import { LIMITS } from "../support/live-engine.ts";
import { needs } from "../support/needs.ts";

needs(["engine"], "an engine that freezes", () => {
  test("is left at the deadline on the connection that was good before, and found again once it has thawed", async () => {
    const { address, folder, freeze, thaw } = await engineGate();
    const place = { env: { DOCKER_HOST: address }, home: folder, platform: process.platform };
    const containers = engineContainers(engineConnection(place));
    const look = (timeoutMs: number) => containers.list(["avb.test=nobody"], { timeoutMs });
    expect(await look(LIMITS.timeoutMs)).toEqual([]);
    freeze();
    const begun = performance.now();
    await expect(look(300)).rejects.toMatchObject({ code: "ENGINE_HUNG", facts: { ms: "300" } });
    await expect(look(300)).rejects.toMatchObject({ code: "ENGINE_HUNG" });
    expect(performance.now() - begun).toBeLessThan(3000);
    thaw();
    expect(await look(LIMITS.timeoutMs)).toEqual([]);
  });
});
