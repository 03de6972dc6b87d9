import type { Kafka, KafkaMessage, KafkaTopic } from "../../src/domain/kafka.ts";
import { ServiceRefusal } from "../../src/domain/refusal.ts";

/** A Kafka in memory. */
export interface FakeKafka extends Kafka {
  readonly topics: Map<string, KafkaTopic>;
  /** What changed something, as `create agentvoicebox.audit`. */
  readonly writes: string[];
  /** Every connection from now on fails with this. */
  failure?: ServiceRefusal;
}

/** No Kafka runs. */
export const unreachableKafka: Kafka = { use: () => Promise.reject(new ServiceRefusal("connect ECONNREFUSED")) };

/** One without topics. */
export function fakeKafka(): FakeKafka {
  const messages = new Map<string, KafkaMessage>();
  const topics = new Map<string, KafkaTopic>();
  const writes: string[] = [];
  const fake: FakeKafka = {
    ...{ topics, writes },
    async use(_place, act) {
      if (fake.failure !== undefined) throw fake.failure;
      return act({
        topics: async () => [...topics.keys()],
        describe: async (names) => names.flatMap((name) => topics.get(name) ?? []),
        async create(topic) {
          if (topics.has(topic.name))
            throw new ServiceRefusal("Topic with this name already exists.", undefined, false);
          writes.push(`create ${topic.name}`);
          topics.set(topic.name, topic);
        },
        async retain({ name, retentionHours }) {
          const held = topics.get(name);
          if (held === undefined) throw new ServiceRefusal("no such topic", undefined, false);
          writes.push(`retain ${name}`);
          topics.set(name, { ...held, retentionHours });
        },
        async remove(name) {
          writes.push(`remove ${name}`);
          topics.delete(name);
        },
        produce: async (topic, message) => void messages.set(topic, message),
        consume: async (topic) => messages.get(topic) ?? Promise.reject(new ServiceRefusal("nothing came")),
      });
    },
  };
  return fake;
}
