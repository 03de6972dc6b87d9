import { setTimeout } from "node:timers/promises";
import type { Admin } from "@platformatic/kafka";
import type { Kafka, KafkaMessage, KafkaServer, KafkaTopic } from "../domain/kafka.ts";
import { ServiceRefusal } from "../domain/refusal.ts";
import { type KafkaCall, kafkaCall } from "./kafka-call.ts";

type Library = typeof import("@platformatic/kafka");

const ANSWER_MS = 10_000;
/** The longest that a call of several requests may take, whatever the client waits for. */
const CALL_MS = 30_000;
const CLOSING_MS = 2000;
const SETTLING_MS = 20;
const HOUR_MS = 3_600_000;
const RETENTION = "retention.ms";

/** A topic as a resource, and the operation that sets a value (Kafka protocol, "IncrementalAlterConfigs"). */
const TOPIC = 2;
const SET = 0;

/** Kafka through Platformatic's client: plain JavaScript, and every call has a deadline. */
export const kafkaClient: Kafka = {
  async use({ address, signal }, act) {
    const library = await import("@platformatic/kafka");
    const place = { clientId: "avb", bootstrapBrokers: [address], retries: 0, timeout: ANSWER_MS };
    const admin = new library.Admin({ ...place, connectTimeout: ANSWER_MS });
    const ask: Ask = (call) => kafkaCall({ timeoutMs: CALL_MS, signal }, call);
    const close = () => kafkaCall({ timeoutMs: CLOSING_MS }, () => admin.close()).catch(() => undefined);
    return act({ ...topicsOf(admin, ask), ...messagesOf(library, place, ask) }).finally(close);
  },
};

type Ask = <Result>(call: KafkaCall<Result>) => Promise<Result>;

/** A broker knows of a topic, or of its end, some moments after the controller has answered. */
async function settled(admin: Admin, { name, isThere }: Settling, signal: AbortSignal): Promise<void> {
  while ((await admin.listTopics()).includes(name) !== isThere) await setTimeout(SETTLING_MS, undefined, { signal });
}

interface Settling {
  readonly name: string;
  readonly isThere: boolean;
}

const topicsOf = (
  admin: Admin,
  ask: Ask,
): Pick<KafkaServer, "topics" | "describe" | "create" | "retain" | "remove"> => ({
  topics: () => ask(() => admin.listTopics()),
  describe: (names) =>
    ask(async () => {
      const there = await admin.listTopics();
      const topics = names.filter((name) => there.includes(name));
      if (topics.length === 0) return [];
      const resources = topics.map((resourceName) => ({
        ...{ resourceType: TOPIC, resourceName, configurationKeys: [RETENTION] },
      }));
      const [metadata, described] = await Promise.all([
        admin.metadata({ topics, forceUpdate: true }),
        admin.describeConfigs({ resources: resources as never }),
      ]);
      return topics.map((name): KafkaTopic => {
        const held = described.find(({ resourceName }) => resourceName === name)?.configs;
        const retention = Number(held?.find((config) => config.name === RETENTION)?.value ?? 0);
        const partitions = metadata.topics.get(name)?.partitionsCount ?? 0;
        return { name, partitions, retentionHours: retention / HOUR_MS };
      });
    }),
  create: async ({ name, partitions, retentionHours }) => {
    const configs = [{ name: RETENTION, value: String(retentionHours * HOUR_MS) }];
    await ask(async (signal) => {
      await admin.createTopics({ topics: [name], partitions, replicas: 1, configs });
      await settled(admin, { name, isThere: true }, signal);
    });
  },
  retain: ({ name, retentionHours }) => {
    const configs = [{ name: RETENTION, configOperation: SET, value: String(retentionHours * HOUR_MS) }];
    const resources = [{ resourceType: TOPIC, resourceName: name, configs }];
    return ask(() => admin.incrementalAlterConfigs({ resources: resources as never }));
  },
  remove: (name) =>
    ask(async (signal) => {
      await admin.deleteTopics({ topics: [name] });
      await settled(admin, { name, isThere: false }, signal);
    }),
});

interface Place {
  readonly clientId: string;
  readonly bootstrapBrokers: string[];
  readonly retries: number;
  readonly timeout: number;
}

const messagesOf = (
  { Consumer, Producer, stringDeserializers, stringSerializers }: Library,
  place: Place,
  ask: Ask,
): Pick<KafkaServer, "produce" | "consume"> => ({
  produce: (topic, message) =>
    ask(async () => {
      const producer = new Producer({ ...place, serializers: stringSerializers });
      await producer.send({ messages: [{ topic, ...message }] }).finally(() => producer.close());
    }),
  consume: (topic, groupId) =>
    ask(async () => {
      const consumer = new Consumer({ ...place, retries: 3, groupId, deserializers: stringDeserializers });
      try {
        const stream = await consumer.consume({ topics: [topic], mode: "earliest", autocommit: false });
        return await firstOf(stream);
      } finally {
        await consumer.close(true);
      }
    }),
});

async function firstOf(stream: AsyncIterable<{ readonly key: string; readonly value: string }>): Promise<KafkaMessage> {
  for await (const { key, value } of stream) return { key, value };
  throw new ServiceRefusal("the stream ended before a message came", undefined, false);
}
