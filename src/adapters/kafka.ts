import type { Admin } from "@platformatic/kafka";
import type { Kafka, KafkaMessage, KafkaServer, KafkaTopic } from "../domain/kafka.ts";
import { printable } from "../domain/printable.ts";
import { ServiceRefusal } from "../domain/refusal.ts";

type Library = typeof import("@platformatic/kafka");

const ANSWER_MS = 10_000;
const LONGEST_REASON = 300;
const HOUR_MS = 3_600_000;
const RETENTION = "retention.ms";

/** A topic as a resource, and the operation that sets a value (Kafka protocol, "IncrementalAlterConfigs"). */
const TOPIC = 2;
const SET = 0;

/** Kafka through Platformatic's client: plain JavaScript, and every request has a deadline. */
export const kafkaClient: Kafka = {
  async use({ address, signal }, act) {
    const library = await import("@platformatic/kafka");
    const place = { clientId: "avb", bootstrapBrokers: [address], retries: 0, timeout: ANSWER_MS };
    const admin = new library.Admin({ ...place, connectTimeout: ANSWER_MS });
    const ask: Ask = async (call) => {
      signal.throwIfAborted();
      return call().catch((error: unknown) => {
        throw refusalOf(error);
      });
    };
    return act({ ...topicsOf(admin, ask), ...messagesOf(library, place, ask) }).finally(() => admin.close());
  },
};

type Ask = <Result>(call: () => Promise<Result>) => Promise<Result>;

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
    await ask(() => admin.createTopics({ topics: [name], partitions, replicas: 1, configs }));
  },
  retain: ({ name, retentionHours }) => {
    const configs = [{ name: RETENTION, configOperation: SET, value: String(retentionHours * HOUR_MS) }];
    const resources = [{ resourceType: TOPIC, resourceName: name, configs }];
    return ask(() => admin.incrementalAlterConfigs({ resources: resources as never }));
  },
  remove: (name) => ask(() => admin.deleteTopics({ topics: [name] })),
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

/** The client gathers the errors of all brokers; the innermost says what is the matter. */
function refusalOf(error: unknown): ServiceRefusal {
  if (error instanceof ServiceRefusal) return error;
  const chain = [...inner(error)];
  const code = chain.map((one) => String(Object(one).code));
  const said = String(Object(chain.at(-1)).message ?? error);
  const passes = code.includes("PLT_KFK_NETWORK") || code.includes("PLT_KFK_TIMEOUT");
  return new ServiceRefusal(printable(said, LONGEST_REASON), undefined, passes);
}

function* inner(error: unknown): Generator<unknown> {
  for (let one = error; one !== undefined && one !== null; one = [Object(one).errors].flat()[0] ?? Object(one).cause)
    yield one;
}
