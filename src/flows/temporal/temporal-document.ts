import { AvbError } from "../../domain/errors/avb-error.ts";
import {
  isOwnTemporal,
  type TemporalDocument,
  temporalProblems,
  withOwnTemporal,
} from "../../services/temporal/document.ts";
import { openSeedDocument } from "../seeding/seed-document.ts";
import { ownSeeds, shippedSeed } from "../seeding/seed-sources.ts";
import type { SeedSubject } from "../seeding/seeder.ts";

const SHIPPED = "temporal/namespace.json";

/** avb's document with the team's own on top. SEED_DOCUMENT (3) with file and line for what is wrong in one. */
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
  for (const { id, task_queue } of document.schedules)
    if (!document.task_queues.includes(task_queue)) throw unknownQueue(document, id, task_queue);
  return document;
}

function unknownQueue({ task_queues }: TemporalDocument, id: string, queue: string): AvbError {
  const what = `the schedule ${id} names the task queue ${queue}, which is none of ${task_queues.join(", ")}`;
  return AvbError.of("SEED_DOCUMENT", { id: "temporal", what });
}
