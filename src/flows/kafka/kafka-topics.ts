import type { KafkaTopic } from "../../domain/kafka.ts";
import { isKafkaDocument, kafkaProblems, wantedTopics } from "../../services/kafka/document.ts";
import { openSeedDocument } from "../seeding/seed-document.ts";
import { ownSeeds, shippedSeed } from "../seeding/seed-sources.ts";
import type { SeedSubject } from "../seeding/seeder.ts";

/** The topics that are wanted. SEED_DOCUMENT (3) with file and line for what is wrong in a document. */
export async function kafkaTopics(subject: SeedSubject): Promise<readonly KafkaTopic[]> {
  const { world, checkout } = subject;
  const sources = [await shippedSeed(world, "kafka/topics.json"), ...(await ownSeeds(world, checkout, "kafka"))];
  const rules = { service: "kafka", is: isKafkaDocument, problems: kafkaProblems };
  const opened = await Promise.all(sources.map((source) => openSeedDocument(subject, source, rules)));
  return wantedTopics(opened.map(({ shown }) => shown));
}

/** Where the broker answers on this machine. */
export const brokerAt = ({ stack }: SeedSubject): string => `127.0.0.1:${stack.ports.get("kafka.broker") ?? 0}`;
