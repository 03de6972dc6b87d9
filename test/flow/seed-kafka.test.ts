import { describe, expect, test } from "vitest";
import { ServiceRefusal } from "../../src/domain/refusal.ts";
import { seed } from "../../src/flows/seed.ts";
import { isKafkaDocument, kafkaProblems } from "../../src/services/kafka/document.ts";
import { fakeKafka } from "../support/fake-kafka.ts";
import { liveWorld, well } from "../support/live-world.ts";
import { ship } from "../support/shipped-files.ts";

const TOPICS = ["audit", "billing", "metrics", "notifications", "sessions"].map((name) => `agentvoicebox.${name}`);

async function world(...services: readonly string[]) {
  const live = liveWorld();
  ship(live.world, "templates/kafka");
  live.engine.have("apache/kafka:4.3.1");
  live.engine.behave("-kafka", well("kafka"));
  const kafka = fakeKafka();
  live.world.kafka = kafka;
  await live.upWith(...services);
  const seedIt = (more: { readonly prune?: boolean } = {}) =>
    seed(live.tools, { mode: "sandbox", services: ["kafka"], planOnly: false, ...more });
  return { ...live, kafka, seedIt };
}

describe("Kafka's seeds", () => {
  test("up makes the five topics with their retention, and a second run writes nothing", async () => {
    const { kafka, seedIt, upWith } = await world("kafka");
    expect([...kafka.topics.keys()].sort()).toEqual(TOPICS);
    expect(kafka.topics.get("agentvoicebox.metrics")).toMatchObject({ partitions: 1, retentionHours: 24 });
    expect((await seedIt()).written).toBe(0);
    expect((await upWith("kafka")).plan).toEqual([]);
    expect(kafka.writes).toHaveLength(5);
  });

  test("without Kafka nothing is connected to, and nothing is written", async () => {
    const { kafka, seedIt } = await world("redis");
    kafka.failure = new ServiceRefusal("must not be asked", undefined, false);
    const { services, written } = await seedIt();
    expect(written).toBe(0);
    expect(services).toMatchObject([{ service: "kafka", does: "nothing", word: "DISABLED" }]);
    expect(kafka.writes).toEqual([]);
  });

  test("another retention is put back; other partitions cannot be, and why is said", async () => {
    const { kafka, seedIt } = await world("kafka");
    kafka.topics.set("agentvoicebox.audit", { name: "agentvoicebox.audit", partitions: 1, retentionHours: 1 });
    kafka.topics.set("agentvoicebox.billing", { name: "agentvoicebox.billing", partitions: 4, retentionHours: 720 });
    const { services, written } = await seedIt();
    expect(written).toBe(1);
    expect(services[0]?.changes).toMatchObject([
      { key: "agentvoicebox.audit", do: "update", fields: [{ field: "retention", have: "1 h", want: "720 h" }] },
      { key: "agentvoicebox.billing", do: "blocked", why: expect.stringContaining("4 partitions") },
    ]);
    expect(kafka.topics.get("agentvoicebox.audit")?.retentionHours).toBe(720);
  });

  test("a topic of an application's is unmanaged, and stays with --prune", async () => {
    const { kafka, seedIt } = await world("kafka");
    kafka.topics.set("mine", { name: "mine", partitions: 1, retentionHours: 1 });
    const { services, written } = await seedIt({ prune: true });
    expect([written, services[0]?.counts.unmanaged]).toEqual([0, 1]);
    expect(kafka.topics.has("mine")).toBe(true);
  });

  test("no answer is a failed read, and nothing is written", async () => {
    const { kafka, seedIt } = await world("kafka");
    kafka.failure = new ServiceRefusal("connect ECONNREFUSED");
    await expect(seedIt()).rejects.toMatchObject({ code: "SEED_NOT_READ" });
    expect(kafka.writes).toHaveLength(5);
  });
});

test.each([
  ["no map", "topics", []],
  ["no list", { topics: {} }, []],
  ["an unknown key", { topics: [], topic: [] }, ["topic"]],
  ["a name with a space", { topics: [{ name: "a b", partitions: 1, retention_hours: 1 }] }, ["topics", 0]],
  ["a name of Kafka's own", { topics: [{ name: "__offsets", partitions: 1, retention_hours: 1 }] }, ["topics", 0]],
  ["no partitions", { topics: [{ name: "a", partitions: 0, retention_hours: 1 }] }, ["topics", 0]],
  ["a retention that is a text", { topics: [{ name: "a", partitions: 1, retention_hours: "1" }] }, ["topics", 0]],
])("a document with %s is refused at its place", (_what, value, path) => {
  expect(isKafkaDocument(value)).toBe(false);
  expect(kafkaProblems(value)[0]?.path).toEqual(path);
});
