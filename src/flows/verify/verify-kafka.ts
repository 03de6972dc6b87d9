import type { KafkaServer } from "../../domain/kafka.ts";
import type { Proof } from "../../domain/proof.ts";
import { topicVerdicts } from "../../services/kafka/document.ts";
import { brokerAt, kafkaTopics } from "../kafka/kafka-topics.ts";
import { tried } from "./claim.ts";
import type { ProofSubject, Verifier } from "./verifier.ts";

const SEED = "avb dev seed kafka";

/** Kafka: the topics are as the document has them, and a message that is produced is consumed. */
export const kafkaVerifier: Verifier = {
  id: "kafka",
  title: "Kafka: events",
  service: "kafka",
  prove: (subject) =>
    subject.world.kafka.use({ address: brokerAt(subject), signal: subject.signal }, async (server) => [
      ...(await proveTopics(subject, server)),
      await proveMessage(subject, server),
    ]),
};

async function proveTopics(subject: ProofSubject, server: KafkaServer): Promise<readonly Proof[]> {
  const wanted = await kafkaTopics(subject);
  const held = await server.describe(wanted.map(({ name }) => name));
  return topicVerdicts(wanted, held).map(({ key, do: what, why = "", fields = [] }) => {
    const about = { id: `kafka.topic.${key}`, claim: `topic ${key} is as the document has it` };
    if (what === "keep") return { ...about, outcome: "held" };
    const said = [why, ...fields.map(({ have, want }) => `${have}, not ${want}`)].join("; ");
    return { ...about, outcome: "broken", said, fix: SEED };
  });
}

/** On a topic of its own, so that no application consumes what was not meant for it. */
function proveMessage({ world }: ProofSubject, server: KafkaServer): Promise<Proof> {
  const name = `avb.verify.${world.random.uuid()}`;
  const message = { key: "avb", value: world.random.uuid() };
  const claim = "a message that is produced is consumed as it was";
  return tried({ id: "kafka.message", claim, fix: "avb dev up" }, async () => {
    await server.create({ name, partitions: 1, retentionHours: 1 });
    try {
      await server.produce(name, message);
      const seen = await server.consume(name, name);
      return seen.key === message.key && seen.value === message.value
        ? undefined
        : `${seen.key} came with another value`;
    } finally {
      await server.remove(name);
    }
  });
}
