import { ServiceRefusal } from "../../domain/refusal.ts";
import type { SeedVerdict } from "../../domain/seeding.ts";
import { isDeletedNamespace, type TemporalServer } from "../../domain/temporal.ts";
import type { ScheduleEntry, TemporalDocument } from "../../services/temporal/document.ts";
import { wantedNamespace, wantedSchedule } from "../../services/temporal/seed.ts";
import { type SeedWrite, type Written, writeAll } from "../seeding/write-all.ts";

/** What is to be written into a Temporal. */
export interface TemporalChange extends Pick<Written, "world" | "report" | "signal"> {
  readonly server: TemporalServer;
  readonly document: TemporalDocument;
  readonly differing: readonly SeedVerdict[];
  /** Whether avb made the namespace before: then it was deleted since, or the server is a new one. */
  readonly isAgain: boolean;
}

/** A new namespace is seen by all parts of the server only after a refresh of their caches. */
const SEEN_MS = 20_000;
const LOOK_MS = 100;
/** Longer than a part of the server goes on writing into a namespace that was deleted: seen to be two thirds of a second. */
const KEPT_MS = 3000;

/** Writes what differs: the namespace first, since everything else is in it. */
export async function writeTemporal(change: TemporalChange): Promise<void> {
  const { world, report, signal, differing, isAgain } = change;
  const of = (kind: string) => differing.filter((one) => one.kind === kind).map((one) => writeOf(change, one));
  const stages = [of("namespace"), of("search attribute"), of("schedule")];
  await writeAll(stages, { world, title: "Temporal", id: "temporal", report, signal });
  if (isAgain && differing.some(({ kind, do: what }) => kind === "namespace" && what === "create"))
    await untilKept(change);
}

/** Schedules that went into the deleted namespace of the same name are gone with its next refresh, and are made again. */
async function untilKept(change: TemporalChange): Promise<void> {
  const { world, document, signal } = change;
  const deadline = world.clock.now() + SEEN_MS;
  for (let sinceMs = world.clock.now(); world.clock.now() - sinceMs < KEPT_MS && world.clock.now() < deadline; ) {
    await world.clock.sleep(LOOK_MS, signal);
    for (const entry of document.schedules) if (!(await isKept(change, entry))) sinceMs = world.clock.now();
  }
}

/** False where the schedule had to be made again, or the server cannot say yet: a part of it is still in the deleted namespace. */
async function isKept({ server, document: { namespace } }: TemporalChange, entry: ScheduleEntry): Promise<boolean> {
  try {
    if ((await server.schedule(namespace, entry.id)) !== undefined) return true;
    await unlessThere(server.createSchedule(namespace, wantedSchedule(entry)));
  } catch (error) {
    if (!(error instanceof ServiceRefusal && error.passes)) throw error;
  }
  return false;
}

const writeOf = (change: TemporalChange, verdict: SeedVerdict): SeedWrite => ({
  ...{ kind: verdict.kind, key: verdict.key },
  run: () => WRITES[verdict.kind]?.(change, verdict) ?? Promise.resolve(),
});

const WRITES: Readonly<Record<string, (change: TemporalChange, verdict: SeedVerdict) => Promise<void>>> = {
  async namespace(change, verdict) {
    const { server, document } = change;
    const namespace = wantedNamespace(document);
    if (verdict.do === "update") return server.update(namespace);
    if (change.isAgain) await untilForgotten(change);
    await unlessThere(server.register(namespace));
    await untilSeen(change);
  },
  async "search attribute"({ server, document }, { key }) {
    const type = document.search_attributes[key];
    if (type !== undefined) await unlessThere(server.addSearchAttribute(document.namespace, key, type));
  },
  async schedule({ server, document }, { key, do: what }) {
    const { namespace, schedules } = document;
    const entry = schedules.find(({ id }) => id === key);
    if (entry === undefined) return server.removeSchedule(namespace, key);
    const schedule = wantedSchedule(entry);
    if (what === "update") return server.updateSchedule(namespace, schedule);
    await unlessThere(server.createSchedule(namespace, schedule));
  },
};

/** A repeated attempt may find that the one before it had come through. */
const unlessThere = (made: Promise<void>): Promise<void> =>
  made.catch((error: unknown) => {
    if (!(error instanceof ServiceRefusal) || !/already (?:exists|running)/i.test(error.message)) throw error;
  });

/** What is written while the name still leads to the deleted namespace is lost with it. */
async function untilForgotten({ world, server, document, signal }: TemporalChange): Promise<void> {
  const deadline = world.clock.now() + SEEN_MS;
  const isKnown = () =>
    server.schedules(document.namespace).then(
      () => true,
      (error: unknown) => !isUnseen(error),
    );
  while ((await isKnown()) && world.clock.now() < deadline) await world.clock.sleep(LOOK_MS, signal);
}

async function untilSeen({ world, server, document, signal }: TemporalChange): Promise<void> {
  const deadline = world.clock.now() + SEEN_MS;
  for (;;) {
    try {
      await server.schedules(document.namespace);
      return;
    } catch (error) {
      if (!isUnseen(error) || world.clock.now() > deadline) throw error;
    }
    await world.clock.sleep(LOOK_MS, signal);
  }
}

const isUnseen = (error: unknown): boolean =>
  error instanceof ServiceRefusal && (error.status === 404 || isDeletedNamespace(error.message));
