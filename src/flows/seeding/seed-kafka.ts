import { AvbError } from "../../domain/errors/avb-error.ts";
import type { KafkaServer, KafkaTopic } from "../../domain/kafka.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import { patiently } from "../../domain/retry.ts";
import { type LookWishes, madeName, type SeedLook, type SeedVerdict } from "../../domain/seeding.ts";
import type { World } from "../../domain/world.ts";
import { topicVerdicts } from "../../services/kafka/document.ts";
import { brokerAt, kafkaTopics } from "../kafka/kafka-topics.ts";
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
  const strays = all.filter((name) => !names.includes(name)).map((name) => strayVerdict(name, wishes));
  const verdicts = [...topicVerdicts(wanted, held), ...strays];
  const differing = verdicts.filter((one) => ["create", "update", "prune"].includes(one.do));
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

/** Reads with patience. SEED_NOT_READ (9) for what cannot be read. */
async function readKafka<Result>(
  world: World,
  place: { readonly address: string; readonly signal: AbortSignal },
  read: (server: KafkaServer) => Promise<Result>,
): Promise<Result> {
  const passes = (error: unknown) => error instanceof ServiceRefusal && error.passes;
  const how = { clock: world.clock, random: world.random, attempts: 4, firstMs: 150, passes, signal: place.signal };
  return patiently(() => world.kafka.use(place, read), how).catch((error: unknown) => {
    if (!(error instanceof ServiceRefusal)) throw error;
    const facts = { service: "Kafka", id: "kafka", url: place.address, why: error.message };
    throw AvbError.of("SEED_NOT_READ", facts, { cause: error });
  });
}

function strayVerdict(key: string, { prune, made }: LookWishes): SeedVerdict {
  const about = { kind: "topic", key };
  return prune && made.has(madeName(about))
    ? { ...about, do: "prune", why: "no document names it any more" }
    : { ...about, do: "orphan", why: "no document names it" };
}
