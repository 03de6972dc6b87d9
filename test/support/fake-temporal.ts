import { ServiceRefusal } from "../../src/domain/refusal.ts";
import {
  everySeconds,
  type NewTemporalSchedule,
  type Temporal,
  type TemporalNamespace,
  type TemporalRun,
  type TemporalServer,
} from "../../src/domain/temporal.ts";

/** A namespace of the fake, with all that is in it. */
interface FakeNamespace {
  facts: TemporalNamespace;
  readonly attributes: Map<string, string>;
  readonly schedules: Map<string, NewTemporalSchedule>;
  readonly runs: Map<string, TemporalRun>;
  /** How often schedules of a new one are still refused. */
  unseen: number;
}

/** A Temporal in memory. */
export interface FakeTemporal extends Temporal {
  readonly namespaces: Map<string, FakeNamespace>;
  /** What changed something, as `createSchedule billing-sync`. */
  readonly writes: string[];
  /** Every call from now on fails with this. */
  failure?: ServiceRefusal;
  /** For how many looks a new namespace is not seen. */
  unseen: number;
  /** What is said of a new namespace while it is not seen, in place of 404. */
  unseenAs?: ServiceRefusal;
  /** A namespace that was deleted, and to which schedules still go for so many calls: the server's parts read names from a cache. */
  remembered?: { readonly space: FakeNamespace; calls: number };
  /** How many looks at one schedule are answered by a part of the server that has none of its workers yet. */
  unsure: number;
}

const absent = (what: string) => new ServiceRefusal(`${what} is not found.`, 404, false);

/** No Temporal runs. */
export const unreachableTemporal: Temporal = {
  use: () => Promise.reject(new ServiceRefusal("connect ECONNREFUSED")),
};

/** A Temporal whose new namespaces are not seen by its schedules for a few calls, as the real one's are not. */
export function fakeTemporal(unseen = 3): FakeTemporal {
  const fake: FakeTemporal = {
    ...{ namespaces: new Map(), writes: [], unseen, unsure: 0 },
    use: async (_place, act) => act(serverOf(fake, fake.unseen)),
  };
  return fake;
}

function serverOf(fake: FakeTemporal, unseen: number): TemporalServer {
  const real: TemporalServer = { ...namespacesOf(fake, unseen), ...schedulesOf(fake), ...runsOf(fake) };
  const told = Object.entries(real).map(([name, act]) => [
    name,
    async (...args: never[]) => {
      if (fake.failure !== undefined) throw fake.failure;
      return (act as (...given: never[]) => Promise<unknown>)(...args);
    },
  ]);
  return Object.fromEntries(told) as TemporalServer;
}

const heldIn = (fake: FakeTemporal, namespace: string): FakeNamespace => {
  const found = fake.namespaces.get(namespace);
  if (found === undefined) throw absent(`Namespace ${namespace}`);
  return found;
};

const namespacesOf = (
  fake: FakeTemporal,
  unseen: number,
): Pick<TemporalServer, "namespace" | "register" | "update" | "searchAttributes" | "addSearchAttribute"> => ({
  namespace: async (name) => fake.namespaces.get(name)?.facts,
  register: async (facts) => {
    if (fake.namespaces.has(facts.name))
      throw new ServiceRefusal(`Namespace "${facts.name}" already exists`, undefined, false);
    fake.writes.push(`register ${facts.name}`);
    const parts = { attributes: new Map(), schedules: new Map(), runs: new Map() };
    fake.namespaces.set(facts.name, { facts, unseen, ...parts });
  },
  update: async (facts) => {
    fake.writes.push(`update ${facts.name}`);
    heldIn(fake, facts.name).facts = facts;
  },
  searchAttributes: async (name) => Object.fromEntries(heldIn(fake, name).attributes),
  addSearchAttribute: async (namespace, name, type) => {
    fake.writes.push(`addSearchAttribute ${name}`);
    heldIn(fake, namespace).attributes.set(name, type);
  },
});

function seenIn(fake: FakeTemporal, namespace: string): FakeNamespace {
  if (fake.remembered !== undefined && fake.remembered.calls > 0) {
    fake.remembered.calls -= 1;
    return fake.remembered.space;
  }
  const found = heldIn(fake, namespace);
  if (--found.unseen >= 0) throw fake.unseenAs ?? absent(`Namespace ${namespace}`);
  return found;
}

const schedulesOf = (
  fake: FakeTemporal,
): Pick<TemporalServer, "schedules" | "schedule" | "createSchedule" | "updateSchedule" | "removeSchedule"> => ({
  schedules: async (namespace) => [...seenIn(fake, namespace).schedules.keys()],
  schedule: async (namespace, id) => {
    if (--fake.unsure >= 0) throw new ServiceRefusal("no poller seen for task queue recently, worker may be down");
    const found = fake.namespaces.get(namespace)?.schedules.get(id);
    if (found === undefined) return undefined;
    const { workflow, taskQueue } = found;
    return { id, workflow, taskQueue, when: everySeconds(found.everySeconds) };
  },
  createSchedule: async (namespace, one) => {
    const { schedules } = seenIn(fake, namespace);
    if (schedules.has(one.id)) throw new ServiceRefusal("schedule already running", undefined, false);
    fake.writes.push(`createSchedule ${one.id}`);
    schedules.set(one.id, one);
  },
  updateSchedule: async (namespace, one) => {
    const { schedules } = seenIn(fake, namespace);
    const before = schedules.get(one.id);
    if (before === undefined) throw absent(one.id);
    fake.writes.push(`updateSchedule ${one.id}`);
    schedules.set(one.id, { ...one, paused: before.paused });
  },
  removeSchedule: async (namespace, id) => {
    fake.writes.push(`removeSchedule ${id}`);
    seenIn(fake, namespace).schedules.delete(id);
  },
});

const runsOf = (fake: FakeTemporal): Pick<TemporalServer, "start" | "run" | "signal" | "terminate" | "forget"> => {
  const change = async (namespace: string, id: string, with_: (run: TemporalRun) => Partial<TemporalRun>) => {
    const { runs } = heldIn(fake, namespace);
    const run = runs.get(id);
    if (run === undefined) throw absent("workflow");
    runs.set(id, { ...run, ...with_(run) });
  };
  return {
    start: async (namespace, run) =>
      void heldIn(fake, namespace).runs.set(run.workflowId, { ...run, status: "RUNNING", signals: 0 }),
    run: async (namespace, id) => fake.namespaces.get(namespace)?.runs.get(id),
    signal: (namespace, id) => change(namespace, id, ({ signals }) => ({ signals: signals + 1 })),
    terminate: (namespace, id) => change(namespace, id, () => ({ status: "TERMINATED" })),
    forget: async (namespace, id) => void heldIn(fake, namespace).runs.delete(id),
  };
};
