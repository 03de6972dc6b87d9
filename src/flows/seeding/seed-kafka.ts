import type { KafkaServer, KafkaTopic } from "../../domain/kafka.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import { isWritten, type LookWishes, type SeedLook, type SeedVerdict, strayVerdict } from "../../domain/seeding.ts";
import type { World } from "../../domain/world.ts";
import { topicVerdicts } from "../../services/kafka/document.ts";
import { brokerAt, kafkaTopics } from "../kafka/kafka-topics.ts";
import { readPatiently } from "./read-patiently.ts";
import type { Seeder } from "./seeder.ts";
import { writeAll } from "./write-all.ts";

/** Kafka's topics; they take part only where Kafka does (`--with kafka`). */
export const kafkaSeeder: Seeder = {
  async open(subject) {
    const wanted = await kafkaTopics(subject);
    const { world } = subject;
    const address = brokerAt(subject);
    return { facts: JSON.stringify(wanted), look: (wishes) => look(world, { address, wanted, wishes }) };
  },
};

interface Subject {
  readonly address: string;
  readonly wanted: readonly KafkaTopic[];
  readonly wishes: LookWishes;
}

async function look(world: World, { address, wanted, wishes }: Subject): Promise<SeedLook> {
  const { everything, prune, signal } = wishes;
  const place = { address, signal };
  const names = wanted.map(({ name }) => name);
  const { held, all } = await readKafka(world, place, async (server) => ({
    held: await server.describe(names),
    all: everything || prune ? await server.topics() : [],
  }));
  const strays = all
    .filter((name) => !names.includes(name))
    .map((name) => strayVerdict({ kind: "topic", key: name }, wishes));
  const verdicts = [...topicVerdicts(wanted, held), ...strays];
  const differing = verdicts.filter(isWritten);
  return {
    ...{ verdicts, differing: differing.length },
    write: async (report) => {
      await world.kafka.use(place, (server) => {
        const writes = differing.map((verdict) => ({ ...verdict, run: () => writeTopic(server, verdict, wanted) }));
        return writeAll([writes], { world, title: "Kafka", id: "kafka", report, signal });
      });
      return [];
    },
  };
}

/** A repeated attempt may find that the one before it had come through. */
async function writeTopic(server: KafkaServer, { key, do: what }: SeedVerdict, wanted: readonly KafkaTopic[]) {
  const topic = wanted.find(({ name }) => name === key);
  if (topic === undefined) return server.remove(key);
  if (what === "update") return server.retain(topic);
  await server.create(topic).catch((error: unknown) => {
    if (!(error instanceof ServiceRefusal) || !/already exists/i.test(error.message)) throw error;
  });
}

const readKafka = <Result>(
  world: World,
  place: { readonly address: string; readonly signal: AbortSignal },
  read: (server: KafkaServer) => Promise<Result>,
): Promise<Result> => {
  const from = { service: "Kafka", id: "kafka", url: place.address, signal: place.signal };
  return readPatiently(world, () => world.kafka.use(place, read), from);
};
