import { kafkaClient } from "../../src/adapters/kafka.ts";
import type { KafkaServer } from "../../src/domain/kafka.ts";
import type { Breakage, Planter } from "./breakage.ts";

const of = (
  topic: string,
  id: string,
  seen: string,
  plant: Breakage["plant"],
  more: Pick<Breakage, "mend"> = {},
): Breakage => ({
  ...{ id: `kafka.${id}`, service: "kafka", plant, ...more },
  caughtBy: new RegExp(`^proof kafka\\.topic\\.agentvoicebox\\.${topic}: .*${seen}`),
});

const broker = <Result>(at: Planter, act: (server: KafkaServer) => Promise<Result>) =>
  kafkaClient.use({ address: `127.0.0.1:${at.port("kafka.broker")}`, signal: new AbortController().signal }, act);

const remove = (at: Planter, topic: string) => broker(at, (server) => server.remove(`agentvoicebox.${topic}`));

/** What a person may do to Kafka's topics. */
export const KAFKA_BREAKAGES: readonly Breakage[] = [
  of("metrics", "topic-deleted", "it is not there", (at) => remove(at, "metrics")),
  of("audit", "retention", "1 h, not", (at) =>
    broker(at, (server) => server.retain({ name: "agentvoicebox.audit", partitions: 1, retentionHours: 1 })),
  ),
  // Kafka takes no partition away again: who has too many makes the topic anew.
  of(
    "billing",
    "partitions-added",
    "it has 7 partitions",
    (at) =>
      at.inside(
        ...(["kafka", "/opt/kafka/bin/kafka-topics.sh", "--bootstrap-server", "localhost:19092"] as const),
        ...["--alter", "--topic", "agentvoicebox.billing", "--partitions", "7"],
      ),
    { mend: (at) => remove(at, "billing") },
  ),
];
