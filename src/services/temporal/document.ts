import { printable } from "../../domain/printable.ts";
import {
  type Guard,
  isCount,
  isFlag,
  isListOf,
  isMapOf,
  isOneOf,
  isPositive,
  isRecordOf,
  isWord,
  orAbsent,
} from "../../domain/shape.ts";
import { SEARCH_ATTRIBUTE_TYPES, type SearchAttributeType } from "../../domain/temporal.ts";
import type { KeyPath } from "../../domain/yaml-document.ts";

/** A schedule of the document. */
export interface ScheduleEntry {
  readonly id: string;
  /** The workflow's type. */
  readonly workflow: string;
  readonly task_queue: string;
  readonly every_seconds: number;
  /** How it is when it is made; true unless it says otherwise. */
  readonly paused?: boolean;
}

/** `templates/temporal/namespace.json`. */
export interface TemporalDocument {
  readonly namespace: string;
  readonly description: string;
  readonly retention_hours: number;
  readonly search_attributes: Readonly<Record<string, SearchAttributeType>>;
  /** Facts for applications: Temporal makes a queue when somebody uses it. */
  readonly task_queues: readonly string[];
  readonly schedules: readonly ScheduleEntry[];
}

/** What the team puts on top: each part replaces avb's, attributes and schedules one by one. */
export type OwnTemporalDocument = Partial<Omit<TemporalDocument, "namespace" | "schedules">> & {
  readonly schedules?: readonly (ScheduleEntry | LeftOut)[];
};

/** A schedule of avb's that is not wanted. */
export interface LeftOut {
  readonly id: string;
  readonly absent: true;
}

const isSchedule = isRecordOf<ScheduleEntry>({
  ...{ id: isWord, workflow: isWord, task_queue: isWord, every_seconds: isPositive },
  paused: orAbsent(isFlag),
});
const isLeftOut = isRecordOf<LeftOut>({ id: isWord, absent: isOneOf([true] as const) });
const isOwnSchedule = (value: unknown): value is ScheduleEntry | LeftOut => isSchedule(value) || isLeftOut(value);
const isRetention = (value: unknown): value is number => isCount(value) && value >= SHORTEST_HOURS;

/** Temporal itself refuses a retention of less than a day. */
const SHORTEST_HOURS = 24;

const ATTRIBUTES = isMapOf(isOneOf(SEARCH_ATTRIBUTE_TYPES));

/** Each key with what it must be. */
const FIELDS: Readonly<Record<string, readonly [Guard<unknown>, string]>> = {
  description: [isWord, "must be a text"],
  retention_hours: [isRetention, `must be a whole number of hours, ${SHORTEST_HOURS} at least`],
  search_attributes: [ATTRIBUTES, `must be a map of names to ${SEARCH_ATTRIBUTE_TYPES.join(", ")}`],
  task_queues: [isListOf(isWord), "must be a list of names"],
  schedules: [isListOf(isOwnSchedule), "must be a list of schedules"],
};

/** True for a document of the team's own. */
export const isOwnTemporal = (value: unknown): value is OwnTemporalDocument => temporalProblems(value).length === 0;

/** Everything that is wrong with one. */
export function temporalProblems(value: unknown): readonly { readonly path: KeyPath; readonly says: string }[] {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return [{ path: [], says: `must be a map with ${Object.keys(FIELDS).join(", ")}` }];
  return Object.entries(value).flatMap(([key, held]) => {
    const rule = Object.hasOwn(FIELDS, key) ? FIELDS[key] : undefined;
    if (rule === undefined)
      return [{ path: [key], says: `'${printable(key)}' is not known: write ${Object.keys(FIELDS).join(", ")}` }];
    const [guard, says] = rule;
    if (key === "schedules" && Array.isArray(held)) return held.flatMap(scheduleProblems);
    return guard(held) ? [] : [{ path: [key], says: `${key} ${says}` }];
  });
}

const SCHEDULE = "must have id, workflow, task_queue and every_seconds (at least 1), or id and absent: true";

function scheduleProblems(held: unknown, at: number) {
  return isOwnSchedule(held) ? [] : [{ path: ["schedules", at], says: `a schedule ${SCHEDULE}` }];
}

/** avb's document with what the team puts on top of it, one after the other. */
export function withOwnTemporal(shipped: TemporalDocument, own: readonly OwnTemporalDocument[]): TemporalDocument {
  let document = shipped;
  for (const one of own) document = onTop(document, one);
  return document;
}

const onTop = (
  before: TemporalDocument,
  { schedules = [], search_attributes, ...rest }: OwnTemporalDocument,
): TemporalDocument => ({
  ...{ ...before, ...rest },
  search_attributes: { ...before.search_attributes, ...search_attributes },
  schedules: [
    ...before.schedules.filter(({ id }) => !schedules.some((one) => one.id === id)),
    ...schedules.filter((one): one is ScheduleEntry => !("absent" in one)),
  ],
});
