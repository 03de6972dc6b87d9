import type { ContainerFacts } from "../../domain/container.ts";

/**
 * One node that is broker and controller. A single KAFKA_* variable drops the image's own defaults, so the set is whole.
 * The address that a client is told must be one it can reach: containers have a listener of their own.
 */
export const kafkaContainers: Readonly<Record<string, ContainerFacts>> = {
  kafka: {
    texts: {
      CLUSTER_ID: ["3khL2HzQQOSVcuNR6wrF-Q"],
      KAFKA_NODE_ID: ["1"],
      KAFKA_PROCESS_ROLES: ["broker,controller"],
      KAFKA_LISTENERS: ["CONTROLLER://:29093,CONTAINERS://:19092,HOST://:9092"],
      KAFKA_ADVERTISED_LISTENERS: ["CONTAINERS://kafka:19092,HOST://localhost:", { hostPort: "kafka.broker" }],
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: ["CONTROLLER:PLAINTEXT,CONTAINERS:PLAINTEXT,HOST:PLAINTEXT"],
      KAFKA_CONTROLLER_LISTENER_NAMES: ["CONTROLLER"],
      KAFKA_INTER_BROKER_LISTENER_NAME: ["CONTAINERS"],
      KAFKA_CONTROLLER_QUORUM_VOTERS: ["1@kafka:29093"],
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: ["1"],
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: ["1"],
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: ["1"],
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: ["0"],
      KAFKA_LOG_DIRS: ["/var/lib/kafka/data"],
      KAFKA_HEAP_OPTS: ["-Xms256m -Xmx512m"],
    },
  },
};
