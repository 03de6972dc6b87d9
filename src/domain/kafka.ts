/** A topic as far as it is seeded. */
export interface KafkaTopic {
  readonly name: string;
  readonly partitions: number;
  /** How long a message is kept. */
  readonly retentionHours: number;
}

/** A message. */
export interface KafkaMessage {
  readonly key: string;
  readonly value: string;
}

/** A Kafka broker. Whatever is refused, or not answered, is a ServiceRefusal. */
export interface KafkaServer {
  /** Names of all topics but Kafka's own. */
  topics(): Promise<readonly string[]>;
  /** Those of these names that are there. */
  describe(names: readonly string[]): Promise<readonly KafkaTopic[]>;
  create(topic: KafkaTopic): Promise<void>;
  /** Changes how long messages are kept; Kafka does not take partitions away. */
  retain(topic: KafkaTopic): Promise<void>;
  remove(name: string): Promise<void>;
  produce(topic: string, message: KafkaMessage): Promise<void>;
  /** The first message of a topic that anybody reads for the first time, as this group. */
  consume(topic: string, group: string): Promise<KafkaMessage>;
}

/** Kafka brokers on this machine. */
export interface Kafka {
  /** Connects, acts and ends the connection, whatever comes of it. */
  use<Result>(
    place: { readonly address: string; readonly signal: AbortSignal },
    act: (server: KafkaServer) => Promise<Result>,
  ): Promise<Result>;
}
