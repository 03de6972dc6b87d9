import type { KafkaTopic } from "../../domain/kafka.ts";
import { printable } from "../../domain/printable.ts";
import type { FieldChange, SeedVerdict } from "../../domain/seeding.ts";
import { isListOf, isPositive, isRecordOf, isWord } from "../../domain/shape.ts";
import type { KeyPath } from "../../domain/yaml-document.ts";

/** A topic of `templates/kafka/topics.json`. */
interface TopicEntry {
  readonly name: string;
  readonly partitions: number;
  readonly retention_hours: number;
}

/** `templates/kafka/topics.json`, and a document of the team's own. */
export interface KafkaDocument {
  readonly topics: readonly TopicEntry[];
}

/** Letters that a topic's name may have (Kafka documentation, "Topic naming"). */
const NAME = /^(?!\.{1,2}$)(?!__)[a-zA-Z0-9._-]{1,249}$/;
const isName = (value: unknown): value is string => isWord(value) && NAME.test(value);
const isTopic = isRecordOf<TopicEntry>({ name: isName, partitions: isPositive, retention_hours: isPositive });
const TOPIC = "must have a name of a-z, A-Z, 0-9, '.', '_' and '-', partitions and retention_hours, both 1 at least";

/** True for a document. */
export const isKafkaDocument = (value: unknown): value is KafkaDocument => kafkaProblems(value).length === 0;

/** Everything that is wrong with one. */
export function kafkaProblems(value: unknown): readonly { readonly path: KeyPath; readonly says: string }[] {
  if (typeof value !== "object" || value === null) return [{ path: [], says: "must be a map with the list topics" }];
  const { topics, ...rest }: { readonly topics?: unknown } = value;
  const unknown = Object.keys(rest).map((key) => ({
    path: [key],
    says: `'${printable(key)}' is not known: write topics`,
  }));
  if (!Array.isArray(topics)) return [...unknown, { path: [], says: "must be a map with the list topics" }];
  const ill = topics.flatMap((one, at) => (isTopic(one) ? [] : [{ path: ["topics", at], says: `a topic ${TOPIC}` }]));
  return isListOf(isTopic)(topics) ? unknown : [...unknown, ...ill];
}

/** The topics of avb's document with the team's own on top, by name. */
export const wantedTopics = (documents: readonly KafkaDocument[]): readonly KafkaTopic[] => {
  const entries = documents.flatMap(({ topics }) => topics.map((one) => [one.name, one] as const));
  return [...new Map(entries).values()].map(({ name, partitions, retention_hours }) => ({
    ...{ name, partitions, retentionHours: retention_hours },
  }));
};

/** How the wanted topics differ from those that are there. */
export const topicVerdicts = (wanted: readonly KafkaTopic[], held: readonly KafkaTopic[]): readonly SeedVerdict[] =>
  wanted.map((want) => {
    const about = { kind: "topic", key: want.name };
    const have = held.find(({ name }) => name === want.name);
    if (have === undefined) return { ...about, do: "create", why: "it is not there" };
    if (have.retentionHours !== want.retentionHours)
      return { ...about, do: "update", why: "its retention differs", fields: [retentionChange(have, want)] };
    if (have.partitions === want.partitions) return { ...about, do: "keep" };
    const why = `it has ${have.partitions} partitions and not ${want.partitions}: messages would change places`;
    return { ...about, do: "blocked", why };
  });

const retentionChange = (have: KafkaTopic, want: KafkaTopic): FieldChange => ({
  ...{ field: "retention", have: `${have.retentionHours} h`, want: `${want.retentionHours} h` },
});
