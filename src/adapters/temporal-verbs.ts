import type { ScheduleDescription, ScheduleSpec } from "@temporalio/client";
import {
  everySeconds,
  type NewTemporalSchedule,
  type SearchAttributeType,
  type TemporalNamespace,
  type TemporalServer,
} from "../domain/temporal.ts";
import { absent, type TemporalLink } from "./temporal-link.ts";
import { runs } from "./temporal-runs.ts";

/** NAMESPACE_STATE_REGISTERED of the API's enumeration. */
const REGISTERED = 1;
/** What a machine that slept has missed is not caught up with. */
const CATCHUP_MS = 60_000;
const HOUR_S = 3600;

/** INDEXED_VALUE_TYPE_* of the API's enumeration. */
const VALUE_TYPES: Readonly<Record<SearchAttributeType, number>> = {
  ...{ Text: 1, Keyword: 2, Int: 3, Double: 4, Bool: 5, Datetime: 6, KeywordList: 7 },
};

/** What avb asks of a Temporal server, in its client's words. */
export const temporalServer = (link: TemporalLink): TemporalServer => ({
  ...namespaces(link),
  ...schedules(link),
  ...runs(link),
});

type Namespaces = Pick<TemporalServer, "namespace" | "register" | "update" | "searchAttributes" | "addSearchAttribute">;

const namespaces = ({ connection, ask }: TemporalLink): Namespaces => ({
  async namespace(name) {
    const found = await ask(() => connection.workflowService.describeNamespace({ namespace: name })).catch(absent);
    if (found?.namespaceInfo?.state !== REGISTERED) return undefined;
    const seconds = Number(found.config?.workflowExecutionRetentionTtl?.seconds ?? 0);
    return { name, description: found.namespaceInfo.description ?? "", retentionHours: seconds / HOUR_S };
  },
  register: async ({ name, description, ...rest }) => {
    const workflowExecutionRetentionPeriod = retention(rest);
    await ask(() =>
      connection.workflowService.registerNamespace({ namespace: name, description, workflowExecutionRetentionPeriod }),
    );
  },
  update: async ({ name, description, ...rest }) => {
    const config = { workflowExecutionRetentionTtl: retention(rest) };
    await ask(() =>
      connection.workflowService.updateNamespace({ namespace: name, updateInfo: { description }, config }),
    );
  },
  async searchAttributes(namespace) {
    const { customAttributes } = await ask(() => connection.operatorService.listSearchAttributes({ namespace }));
    const nameOf = (value: unknown) => Object.entries(VALUE_TYPES).find(([, code]) => code === value)?.[0];
    const entries = Object.entries(customAttributes ?? {});
    return Object.fromEntries(entries.map(([name, value]) => [name, nameOf(value) ?? String(value)]));
  },
  addSearchAttribute: async (namespace, name, type) => {
    const searchAttributes = { [name]: VALUE_TYPES[type] };
    await ask(() => connection.operatorService.addSearchAttributes({ namespace, searchAttributes }));
  },
});

/** The API's 64 bits; a number does as well. */
const retention = ({ retentionHours }: Pick<TemporalNamespace, "retentionHours">) =>
  ({ seconds: retentionHours * HOUR_S }) as never;

type Schedules = Pick<
  TemporalServer,
  "schedules" | "schedule" | "createSchedule" | "updateSchedule" | "removeSchedule"
>;

const schedules = ({ clientOf, ask }: TemporalLink): Schedules => ({
  schedules: (namespace) =>
    ask(async () => {
      const ids: string[] = [];
      for await (const { scheduleId } of clientOf(namespace).schedule.list()) ids.push(scheduleId);
      return ids;
    }),
  schedule: async (namespace, id) => {
    const found = await ask(() => clientOf(namespace).schedule.getHandle(id).describe()).catch(absent);
    if (found === undefined) return undefined;
    const { workflowType, taskQueue } = found.action;
    return { id, workflow: workflowType, taskQueue, when: whenOf(found.spec) };
  },
  createSchedule: async (namespace, one) => {
    const { paused } = one;
    await ask(() => clientOf(namespace).schedule.create({ scheduleId: one.id, ...bodyOf(one), state: { paused } }));
  },
  updateSchedule: async (namespace, one) => {
    await ask(() =>
      clientOf(namespace)
        .schedule.getHandle(one.id)
        .update(({ state }) => ({ ...bodyOf(one), state })),
    );
  },
  removeSchedule: async (namespace, id) => {
    await ask(() => clientOf(namespace).schedule.getHandle(id).delete()).catch(absent);
  },
});

/** One that still runs when the next is due is waited for: nothing piles up where no worker is. */
const bodyOf = ({ id, workflow, taskQueue, everySeconds: every }: NewTemporalSchedule) => ({
  spec: { intervals: [{ every: every * 1000 }] } satisfies ScheduleSpec,
  action: { type: "startWorkflow" as const, workflowType: workflow, taskQueue, workflowId: id },
  policies: { overlap: "SKIP" as const, catchupWindow: CATCHUP_MS },
});

function whenOf({ intervals = [], calendars = [], skip = [], ...rest }: ScheduleDescription["spec"]): string {
  const [first] = intervals;
  const isPlain = intervals.length === 1 && calendars.length + skip.length === 0 && (first?.offset ?? 0) === 0;
  if (isPlain && first !== undefined) return everySeconds(Number(first.every) / 1000);
  return JSON.stringify({ intervals, calendars, skip, ...rest });
}
