import { AvbError } from "../../domain/errors/avb-error.ts";
import type { Step } from "../../domain/plan.ts";
import type { SeedLook } from "../../domain/seeding.ts";
import { catalogueOf } from "../catalogue.ts";
import type { LiveRun } from "../live/live-steps.ts";
import type { OpenSeeds } from "./open-seeds.ts";
import type { SeedRecord } from "./seed-record.ts";
import { holdersOf } from "./seed-standing.ts";
import { lookAtSeeds, type SeedPlace, stepsThatSeed } from "./seed-step.ts";

/** What a look ahead goes by: one service's documents among those that are open, and what they were at the last seeding. */
interface LookAheadFacts {
  readonly seeds: OpenSeeds;
  readonly open: readonly OpenSeeds[];
  readonly record: SeedRecord;
  readonly place: () => SeedPlace;
}

/** A look at a service while others are still waited for or looked at. */
export interface LookAhead {
  readonly step: Step;
  /** What was seen; undefined where it could not be read yet. */
  seen(): SeedLook | undefined;
}

/**
 * Looks at what a service holds before it has answered often enough to be written to, and beside those that its seeds are
 * made from: where only containers are new nothing differs as a rule, and nobody waits for one look after the other.
 * Undefined where something is going to be written, or nothing would be gained.
 */
export function lookAhead(run: LiveRun, facts: LookAheadFacts): LookAhead | undefined {
  const { seeds, place } = facts;
  const { service, seeder } = seeds;
  const { usable = [], seeded = [] } = seeder;
  const isLate = seeded.length > 0 || readsEarly(run, service);
  if (!isLate || ![service, ...seeded].every((id) => isAsBefore(run, facts, id))) return undefined;
  const standIns = seeded.filter((id) => !isOpen(facts, id));
  let look: SeedLook | undefined;
  const step: Step = {
    id: `look-${service}`,
    title: `look at what ${service} holds`,
    because: "its documents are as they were",
    after: [
      ...[...holdersOf(run.checkout, service), ...usable].map((id) => readable(run, id)),
      ...standIns.flatMap((id) => ["start-server", ...stepsThatSeed(id)]),
    ],
    async run(world, report, signal) {
      const seen = lookAtSeeds(world, run.checkout, { seeds, place: place(), signal });
      look = await seen.catch((error: unknown) => {
        if (!(error instanceof AvbError)) throw error;
        report.progress(`not yet: ${error.message}`);
        return undefined;
      });
    },
  };
  return { step, seen: () => look };
}

const isOpen = ({ open }: LookAheadFacts, id: string): boolean => open.some(({ service }) => service === id);

/** Whether a service holds what its documents say, by what is known; what the sandbox server stands in for is seeded by then. */
function isAsBefore(run: LiveRun, { open, record }: LookAheadFacts, id: string): boolean {
  const now = open.find(({ service }) => service === id);
  return now === undefined || (record[id]?.facts === now.facts && !isEmpty(run, id));
}

/** True where what it keeps its data in is still to be made. */
function isEmpty({ checkout, seen: { desired, missingVolumes } }: LiveRun, id: string): boolean {
  const holders = holdersOf(checkout, id);
  return desired.containers.some(
    ({ service, volumes }) => holders.includes(service.id) && volumes.some((one) => missingVolumes.has(one)),
  );
}

const readsEarly = ({ checkout }: LiveRun, id: string): boolean =>
  catalogueOf(checkout).find((one) => one.id === id)?.ready?.readsEarly === true;

/** The step after which a service can be read. */
const readable = (run: LiveRun, id: string): string => `${readsEarly(run, id) ? "answer" : "usable"}-${id}`;
