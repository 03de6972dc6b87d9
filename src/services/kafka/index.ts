import { defineService } from "../../domain/service.ts";
import { kafkaAccess } from "./access.ts";
import { kafkaContainers } from "./containers.ts";
import { kafkaShell } from "./shell.ts";
import { kafkaVariables } from "./variables.ts";

/**
 * Asks the broker for the versions of its API, by hand: Kafka's own programs each start a JVM, which takes seconds of a processor.
 * The request is of version 0, with the number 7 and no client's name (Kafka protocol, "ApiVersions"); the answer begins with that number.
 */
const ASKS_VERSIONS = String.raw`exec 3<>/dev/tcp/127.0.0.1/19092 && printf '\0\0\0\012\0\022\0\0\0\0\0\007\377\377' >&3 && head -c 8 <&3 | od -An -tx1 -j4 | grep -q '00 00 00 07'`;

/** Kafka: event streaming for those who ask for it. A broker advertises one address per listener, so host and containers have one each. */
export const kafka = defineService({
  id: "kafka",
  title: "Kafka",
  purpose: "Event Streaming",
  section: "4.7",
  inventory: { integrationFile: "`integrations/kafka.py` (9KB)", portRange: "Optional", references: "Optional" },
  statuses: {
    sandbox: { word: "DISABLED", configuration: "`KAFKA_ENABLED=false`", notes: "In-memory events" },
    live: { word: "DISABLED", configuration: "Not required SaaS", notes: "-" },
    production: { word: "OPTIONAL", configuration: "MSK / Confluent", notes: "If event streaming needed" },
  },
  runsIn: [],
  ports: { broker: { container: 9092, inside: 19092, host: 65008, block: "voicebox" } },
  probe: { kind: "exec", command: ["bash", "-c", ASKS_VERSIONS] },
  // The look at topics starts a JVM.
  ready: {
    withinMs: 120_000,
    looks: 1,
    everyMs: 1000,
    usable: [
      { kind: "exec", command: ["/opt/kafka/bin/kafka-topics.sh", "--bootstrap-server", "localhost:19092", "--list"] },
    ],
  },
  needs: [],
  variables: kafkaVariables,
  access: kafkaAccess,
  shell: kafkaShell,
  containers: kafkaContainers,
});
