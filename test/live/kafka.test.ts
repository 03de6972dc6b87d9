import { expect, test } from "vitest";
import { kafkaClient } from "../../src/adapters/kafka.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

const LONG = ["--timeout", "600"] as const;

async function broken(stack: LiveStack): Promise<readonly string[]> {
  const { stdout } = await stack.avb("verify", "kafka", "--json");
  const proofs: readonly { id: string; outcome: string }[] = JSON.parse(stdout).data.sections[0].proofs;
  expect(proofs).toHaveLength(6);
  return proofs.filter(({ outcome }) => outcome !== "held").map(({ id }) => id);
}

needs(["engine", "liveImages"], "Kafka that was asked for", () => {
  test("has its topics and carries messages; what is changed behind avb's back is named and put back", {
    timeout: 180_000,
  }, async () => {
    const stack = await liveStack();
    expectDone(await stack.avb("up", "--mode", "sandbox", "--with", "kafka", ...LONG));
    expect(await broken(stack)).toEqual([]);
    expect((await stack.json("seed", "kafka")).written).toBe(0);
    const address = `127.0.0.1:${(await stack.container("kafka")).ports.get(9092)}`;
    await kafkaClient.use({ address, signal: new AbortController().signal }, async (server) => {
      const audit = { name: "agentvoicebox.audit", partitions: 1, retentionHours: 720 };
      await expect(server.create(audit)).rejects.toMatchObject({ message: expect.stringMatching(/already exists/) });
      await server.retain({ ...audit, retentionHours: 1 });
      await server.remove("agentvoicebox.metrics");
      await server.create({ ...audit, name: "mine" });
    });
    expect((await broken(stack)).toSorted()).toEqual([
      "kafka.topic.agentvoicebox.audit",
      "kafka.topic.agentvoicebox.metrics",
    ]);
    const { written, services } = await stack.json("seed", "kafka");
    expect(written).toBe(2);
    expect(services).toMatchObject([{ counts: { created: 1, updated: 1, unmanaged: 1 } }]);
    expect(await broken(stack)).toEqual([]);
  });
});
