import { expect } from "vitest";
import { kafkaClient } from "../../src/adapters/kafka.ts";
import type { LiveStack } from "./live-stack.ts";

async function broken(stack: LiveStack): Promise<readonly string[]> {
  const { stdout } = await stack.avb("verify", "kafka", "--json");
  const proofs: readonly { id: string; outcome: string }[] = JSON.parse(stdout).data.sections[0].proofs;
  expect(proofs).toHaveLength(6);
  return proofs.filter(({ outcome }) => outcome !== "held").map(({ id }) => id);
}

/** The topics are there and carry messages; what is changed behind avb's back is named and put back. */
export async function expectTopicsKept(stack: LiveStack): Promise<void> {
  expect(await broken(stack)).toEqual([]);
  const before = await stack.json("seed", "kafka");
  expect(before.written).toBe(0);
  const [{ counts = { unmanaged: 0 } } = {}] = before.services as readonly { counts?: { unmanaged: number } }[];
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
  expect(services).toMatchObject([{ counts: { created: 1, updated: 1, unmanaged: counts.unmanaged + 1 } }]);
  expect(await broken(stack)).toEqual([]);
}
