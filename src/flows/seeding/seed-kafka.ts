import type { KafkaServer, KafkaTopic } from "../../domain/kafka.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import { patiently } from "../../domain/retry.ts";
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
        const patience = {
          clock: world.clock,
          random: world.random,
          attempts: ATTEMPTS,
          firstMs: FIRST_WAIT_MS,
          signal,
        };
        const writes = differing.map((verdict) => ({
          ...verdict,
          run: () => patiently(() => writeTopic(server, verdict, wanted), { ...patience, passes: isUnseen }),
        }));
        return writeAll([writes], { world, title: "Kafka", id: "kafka", report, signal });
      });
      return [];
    },
  };
}

const ATTEMPTS = 6;
const FIRST_WAIT_MS = 100;
const UNSEEN = "it does not show the topic as it was written yet";
const isUnseen = (error: unknown): boolean => error instanceof ServiceRefusal && error.message === UNSEEN;

/**
 * A repeated attempt may find that the one before it had come through. What was written is looked for: a topic that was just removed
 * still counts as there when it is made again, and a broker tells of a change a moment after it took it.
 */
async function writeTopic(server: KafkaServer, { key, do: what }: SeedVerdict, wanted: readonly KafkaTopic[]) {
  const topic = wanted.find(({ name }) => name === key);
  if (topic === undefined) return server.remove(key);
  if (what === "update") await server.retain(topic);
  else
    await server.create(topic).catch((error: unknown) => {
      if (!(error instanceof ServiceRefusal) || !/already exists/i.test(error.message)) throw error;
    });
  const now = topicVerdicts([topic], await server.describe([key]));
  if (now.some(isWritten)) throw new ServiceRefusal(UNSEEN, undefined, true);
}

const readKafka = <Result>(
  world: World,
  place: { readonly address: string; readonly signal: AbortSignal },
  read: (server: KafkaServer) => Promise<Result>,
): Promise<Result> => {
  const from = { service: "Kafka", id: "kafka", url: place.address, signal: place.signal };
  return readPatiently(world, () => world.kafka.use(place, read), from);
};
