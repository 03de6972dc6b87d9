import { randomUUID } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engineContainers } from "../../src/adapters/containers.ts";
import { nodeEngine } from "../../src/adapters/engine.ts";
import { engineConnection } from "../../src/adapters/engine-connection.ts";
import type { Containers } from "../../src/domain/containers.ts";
import type { Engine } from "../../src/domain/engine.ts";
import { type ClaimedSlot, claimSlot } from "../support/claimed-slot.ts";
import { containerObligations } from "../support/container-obligations.ts";
import { BUSYBOX, shell } from "../support/live-engine.ts";
import { needs } from "../support/needs.ts";
import { type PodmanEngine, podmanEngine } from "../support/podman-engine.ts";
import { type AvbHome, avbHome } from "../support/run-avb.ts";
import { endServersOf } from "../support/sandbox-processes.ts";

needs(["engine", "podman", "dataImages", "liveImages", "busyboxImage", "nodeImage"], "Podman's socket", () => {
  let podman: PodmanEngine;
  let containers: Containers;
  let engine: Engine;
  let home: AvbHome;
  let claimed: ClaimedSlot;

  beforeAll(async () => {
    home = avbHome();
    claimed = await claimSlot();
    podman = await podmanEngine();
    podman.take(BUSYBOX, "redis:8.0", "node:20-slim", "openpolicyagent/opa:1.20.1");
    const place = { env: { ...process.env, DOCKER_HOST: podman.address }, home: homedir(), platform: process.platform };
    const connection = engineConnection(place);
    containers = engineContainers(connection);
    engine = nodeEngine(place, connection);
  }, 120_000);

  afterAll(async () => {
    endServersOf(home);
    home.remove();
    await podman.end();
    claimed.release();
  }, 60_000);

  containerObligations(async () => {
    const name = `avb-test-${randomUUID().slice(0, 8)}`;
    return { containers, name, request: shell(name, "sleep 60") };
  });

  test("it is known for what it is", async () => {
    expect(await engine.machine(20_000)).toMatchObject({ product: "podman", limitsMemory: true, rootless: false });
  });

  test("Lago's stand-in is made where that is allowed, can be used, and goes", async () => {
    const here = { DOCKER_HOST: podman.address, AVB_SLOT: claimed.slot };
    const avb = (...args: readonly string[]) => home.run(["dev", ...args], here);
    const up = ["up", "--mode", "live", "--only", "lago"] as const;
    const refused = await avb(...up);
    expect([refused.status, refused.stderr]).toEqual([5, expect.stringContaining("[IMAGE_HAS_STANDIN]")]);
    const first = await avb(...up, "--allow-standin");
    expect(first, first.stderr).toMatchObject({ status: 0 });
    expect(first.stderr).toContain("lago is avb's stand-in, not the real image");
    expect(JSON.parse((await avb("up", "--json")).stdout).data.plan).toEqual([]);
    expect(await containers.list(["avb.standin=true"], { timeoutMs: 20_000 })).toHaveLength(1);
    expect(JSON.parse((await avb("seed", "lago", "--json")).stdout).data.services).toMatchObject([{ written: 0 }]);
    const down = await avb("down", "--volumes", "--yes");
    expect(down, down.stderr).toMatchObject({ status: 0 });
    expect(await containers.list(["avb.checkout"], { timeoutMs: 20_000 })).toEqual([]);
    expect(await containers.volumes(["avb.checkout"], { timeoutMs: 20_000 })).toEqual([]);
  }, 180_000);

  test("OPA loads the policies of a mounted folder, takes a changed file, and has them after a restart", async () => {
    const here = { DOCKER_HOST: podman.address, AVB_SLOT: claimed.slot };
    const avb = (...args: readonly string[]) => home.run(["dev", ...args], here);
    const first = await avb("up", "--mode", "live", "--only", "opa");
    expect(first, first.stderr).toMatchObject({ status: 0 });
    const broken = async () => {
      const proofs: readonly { readonly outcome: string }[] = JSON.parse((await avb("verify", "opa", "--json")).stdout)
        .data.sections[0].proofs;
      expect(proofs.length).toBeGreaterThan(700);
      return proofs.filter(({ outcome }) => outcome !== "held").length;
    };
    expect(await broken()).toBe(0);
    const state = home.env.AVB_STATE_DIR ?? "";
    const policy = readdirSync(state, { recursive: true, encoding: "utf8" }).find((name) =>
      name.endsWith("/loaded/policy.rego"),
    );
    writeFileSync(join(state, policy ?? ""), "package agentvoicebox\n\ndefault allow := true\n");
    await expect.poll(broken, { timeout: 20_000 }).toBeGreaterThan(100);
    expect(JSON.parse((await avb("seed", "opa", "--json")).stdout).data).toMatchObject({ written: 1 });
    expect(await broken()).toBe(0);
    const again = await avb("restart", "opa");
    expect(again, again.stderr).toMatchObject({ status: 0 });
    expect(await broken()).toBe(0);
    const down = await avb("down", "--volumes", "--yes");
    expect(down, down.stderr).toMatchObject({ status: 0 });
    expect(await containers.list(["avb.checkout"], { timeoutMs: 20_000 })).toEqual([]);
  }, 180_000);

  test("a stack with Redis becomes usable, repeating it changes nothing, and down leaves nothing", async () => {
    const here = { DOCKER_HOST: podman.address, AVB_SLOT: claimed.slot };
    const up = ["dev", "up", "--mode", "sandbox", "--with", "redis", "--no-prepare", "--json"];
    const first = await home.run(up, here);
    expect(first, first.stderr).toMatchObject({ status: 0 });
    const again = JSON.parse((await home.run(up, here)).stdout);
    expect(again.data.plan).toEqual([]);
    const down = await home.run(["dev", "down", "--volumes", "--yes", "--json"], here);
    expect(down, down.stderr).toMatchObject({ status: 0 });
    const limits = { timeoutMs: 20_000 };
    expect(await containers.list(["avb.checkout"], limits)).toEqual([]);
    expect(await containers.volumes(["avb.checkout"], limits)).toEqual([]);
    expect(await containers.networks(["avb.checkout"], limits)).toEqual([]);
  }, 120_000);
});
