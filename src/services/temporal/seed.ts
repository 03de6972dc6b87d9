import type { FieldChange, SeedVerdict } from "../../domain/seeding.ts";
import {
  everySeconds,
  type NewTemporalSchedule,
  type TemporalNamespace,
  type TemporalSchedule,
} from "../../domain/temporal.ts";
import type { ScheduleEntry, TemporalDocument } from "./document.ts";

/** What a Temporal holds of what is to be seeded; nothing below a namespace that is not there. */
export interface HeldTemporal {
  readonly namespace: TemporalNamespace | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  /** Those of the document that are there, by id. */
  readonly schedules: ReadonlyMap<string, TemporalSchedule>;
  /** Ids of all that are there, where they were asked for. */
  readonly ids: readonly string[];
}

/** The namespace as the document wants it. */
export const wantedNamespace = ({ namespace, description, retention_hours }: TemporalDocument): TemporalNamespace => ({
  ...{ name: namespace, description, retentionHours: retention_hours },
});

/** A schedule as it is made: paused, unless the document says otherwise. */
export const wantedSchedule = (entry: ScheduleEntry): NewTemporalSchedule => ({
  ...{ id: entry.id, workflow: entry.workflow, taskQueue: entry.task_queue },
  ...{ everySeconds: entry.every_seconds, paused: entry.paused ?? true },
});

/** How the document differs from what is held. */
export const temporalVerdicts = (document: TemporalDocument, held: HeldTemporal): readonly SeedVerdict[] => [
  verdictOf("namespace", document.namespace, fieldsOf(held.namespace), fieldsOf(wantedNamespace(document))),
  ...Object.entries(document.search_attributes).map(([name, type]) => attributeVerdict(name, type, held)),
  ...document.schedules.map((entry) => {
    const { everySeconds: every, ...one } = wantedSchedule(entry);
    const want = { ...one, when: everySeconds(every) };
    return verdictOf("schedule", entry.id, scheduleFields(held.schedules.get(entry.id)), scheduleFields(want));
  }),
];

/** Temporal does not change the type of an attribute. */
function attributeVerdict(name: string, type: string, { attributes }: HeldTemporal): SeedVerdict {
  const about = { kind: "search attribute", key: name };
  const have = attributes[name];
  if (have === undefined) return { ...about, do: "create", why: "it is not there" };
  if (have === type) return { ...about, do: "keep" };
  return { ...about, do: "blocked", why: `it is ${have}, and Temporal does not change a type` };
}

type Fields = Readonly<Record<string, string>>;

const fieldsOf = (one: TemporalNamespace | undefined): Fields | undefined =>
  one && { description: one.description, retention: `${one.retentionHours} h` };

const scheduleFields = (one: Omit<TemporalSchedule, "id"> | undefined): Fields | undefined =>
  one && { workflow: one.workflow, "task queue": one.taskQueue, when: one.when };

function verdictOf(kind: string, key: string, have: Fields | undefined, want: Fields | undefined): SeedVerdict {
  if (have === undefined || want === undefined) return { kind, key, do: "create", why: "it is not there" };
  const fields = Object.entries(want).flatMap(([field, value]): readonly FieldChange[] =>
    have[field] === value ? [] : [{ field, have: have[field] ?? "(nothing)", want: value }],
  );
  if (fields.length === 0) return { kind, key, do: "keep" };
  return { kind, key, do: "update", why: `${fields.map(({ field }) => field).join(", ")} differs`, fields };
}
