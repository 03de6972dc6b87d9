import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { DefaultLogger, NativeConnection, Runtime, Worker } from "@temporalio/worker";
import { expect, test } from "vitest";
import { temporalClient } from "../../src/adapters/temporal.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { TEMPORAL_OBLIGATIONS } from "../support/temporal-obligations.ts";

const SPACE = "agentvoicebox";
const WITHOUT = ["--without", "keycloak,vault,lago,opa,postgres,redis"] as const;
const SEEDED = [
  "namespace.agentvoicebox",
  ...["cleanup-expired-sessions", "billing-sync", "metrics-aggregation"].map((id) => `schedule.${id}`),
];

async function proofs(stack: LiveStack): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await stack.avb("verify", "temporal", "--json");
  const all: readonly { id: string; outcome: string }[] = JSON.parse(stdout).data.sections[0].proofs;
  return new Map(all.map(({ id, outcome }) => [id.replace("temporal.", ""), outcome]));
}

const broken = async (stack: LiveStack) =>
  [...(await proofs(stack))].filter(([, outcome]) => outcome !== "held").map(([id]) => id);

/** A worker with the team's own workflow, as an application runs it. */
async function work(address: string, act: (client: Client) => Promise<void>): Promise<void> {
  Runtime.install({ logger: new DefaultLogger("ERROR") });
  const native = await NativeConnection.connect({ address });
  const connection = await Connection.connect({ address });
  try {
    const worker = await Worker.create({
      ...{ connection: native, namespace: SPACE, taskQueue: "default" },
      workflowsPath: fileURLToPath(new URL("../support/workflows/greet.ts", import.meta.url)),
      activities: { greet: async (name: string) => `hello ${name}` },
    });
    await worker.runUntil(act(new Client({ connection, namespace: SPACE })));
  } finally {
    await connection.close();
    await native.close();
  }
}

needs(["engine", "liveImages"], "Temporal in a live stack", () => {
  test("is seeded, runs workflows, and what is changed behind avb's back is named and put back", {
    timeout: 180_000,
  }, async () => {
    const stack = await liveStack();
    expectDone(await stack.avb("up", "--mode", "live", ...WITHOUT));
    const address = `127.0.0.1:${(await stack.container("temporal")).ports.get(7233)}`;
    expect(await broken(stack)).toEqual([]);
    expect([...(await proofs(stack)).keys()]).toEqual(expect.arrayContaining(SEEDED));
    expect((await stack.json("seed", "temporal")).written).toBe(0);

    const place = { address, signal: new AbortController().signal };
    for (const [what, holds] of Object.entries(TEMPORAL_OBLIGATIONS))
      await temporalClient.use(place, holds).catch((error: unknown) => expect.fail(`${what}: ${error}`));
    await temporalClient.use(place, async (server) => {
      await server.update({ name: SPACE, description: "other", retentionHours: 48 });
      const sync = { id: "billing-sync", workflow: "Mine", taskQueue: "default", everySeconds: 60, paused: true };
      await server.updateSchedule(SPACE, sync);
      await server.removeSchedule(SPACE, "metrics-aggregation");
      await server.createSchedule(SPACE, { ...sync, id: "mine" });
    });
    expect((await broken(stack)).toSorted()).toEqual([
      "namespace.agentvoicebox",
      "schedule.billing-sync",
      "schedule.metrics-aggregation",
    ]);
    const { written, services } = await stack.json("seed", "temporal");
    expect(written).toBe(3);
    expect(services).toMatchObject([{ counts: { created: 1, updated: 2, unmanaged: 1 } }]);
    expect(await broken(stack)).toEqual([]);

    await work(address, async (client) => {
      const handle = await client.workflow.start("greeting", { workflowId: "greeting-1", taskQueue: "default" });
      await handle.signal("named", "world");
      expect(await handle.result()).toBe("hello world");
    });
  });
});
