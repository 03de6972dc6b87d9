import { AvbError } from "../../domain/errors/avb-error.ts";
import type { World } from "../../domain/world.ts";
import {
  isOwnTemporal,
  type OwnTemporalDocument,
  type ScheduleEntry,
  type TemporalDocument,
  temporalProblems,
  withOwnTemporal,
} from "../../services/temporal/document.ts";
import { openSeedDocument, type SeedDocument } from "../seeding/seed-document.ts";
import { ownSeeds, shippedSeed } from "../seeding/seed-sources.ts";
import type { SeedSubject } from "../seeding/seeder.ts";

const SHIPPED = "temporal/namespace.json";

/** avb's document with the team's own on top. SEED_DOCUMENT (3) with file and line for what is wrong in one, also for a schedule on a queue that is none of the document's. */
export async function temporalDocument(subject: SeedSubject): Promise<TemporalDocument> {
  const { world, checkout } = subject;
  const shipped = await shippedSeed(world, SHIPPED);
  const own = await ownSeeds(world, checkout, "temporal");
  const rules = { service: "temporal", is: isOwnTemporal, problems: temporalProblems };
  const opened = await Promise.all(own.map((source) => openSeedDocument(subject, source, rules)));
  const document = withOwnTemporal(
    JSON.parse(shipped.text),
    opened.map(({ shown }) => shown),
  );
  for (const entry of document.schedules)
    if (!document.task_queues.includes(entry.task_queue)) throw await unknownQueue(world, opened, document, entry);
  return document;
}

type Opened = readonly SeedDocument<OwnTemporalDocument>[];

/** Told at the schedule, or, for one of avb's, at the list of queues that leaves its queue out. */
async function unknownQueue(
  { yaml }: World,
  opened: Opened,
  { task_queues }: TemporalDocument,
  { id, task_queue: queue }: ScheduleEntry,
): Promise<AvbError> {
  const what = `the schedule ${id} names the task queue ${queue}, which is none of ${task_queues.join(", ")}`;
  const places = await Promise.all(
    opened.map(async ({ source, written: { schedules = [], task_queues: own } }) => {
      const at = schedules.findIndex((one) => one.id === id);
      const path = at >= 0 ? ["schedules", at, "task_queue"] : own === undefined ? undefined : ["task_queues"];
      return path && (await yaml.parse(source.text, source.path)).placeOf(path);
    }),
  );
  const place = places.findLast((one) => one !== undefined);
  return AvbError.of("SEED_DOCUMENT", { id: "temporal", what }, place === undefined ? {} : { place });
}
