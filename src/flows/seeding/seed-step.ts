import type { Checkout } from "../../domain/checkout.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import type { Report, Step } from "../../domain/plan.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import {
  type LookWishes,
  madeAfter,
  madeBefore,
  type SeedLook,
  type SeedVerdict,
  withOwnOrphans,
} from "../../domain/seeding.ts";
import type { World } from "../../domain/world.ts";
import type { Standing } from "../live/await-usable.ts";
import type { OpenSeeds } from "./open-seeds.ts";
import { outdateAfter } from "./outdate.ts";
import { keepSeeded, seedRecord } from "./seed-record.ts";
import { holdersOf } from "./seed-standing.ts";

/** How a service's containers stand, and how it is to be looked at. */
export interface SeedPlace {
  readonly standing: readonly Standing[];
  readonly ids: ReadonlyMap<string, string>;
  readonly everything: boolean;
  readonly prune: boolean;
}

/** Reads and compares; what earlier seedings made is known from the record. SEED_NOT_READ (9) for what the service refuses. */
export async function lookAtSeeds(
  world: World,
  checkout: Checkout,
  { seeds, place, signal }: { readonly seeds: OpenSeeds; readonly place: SeedPlace; readonly signal: AbortSignal },
): Promise<SeedLook> {
  const made = new Set((await seedRecord(world, checkout))[seeds.service]?.made);
  const { everything, prune, ids } = place;
  const wishes: LookWishes = { everything, prune, ids, made, signal };
  const look = await seeds.seeding.look(wishes).catch((error: unknown) => {
    if (!(error instanceof ServiceRefusal)) throw error;
    const facts = { service: seeds.title, id: seeds.service, url: seeds.address, why: error.message };
    throw AvbError.of("SEED_NOT_READ", facts, { cause: error });
  });
  return { ...look, verdicts: withOwnOrphans(look.verdicts, made), write: (report) => look.write(report) };
}

/** What is written: a look that differs, into which service. */
export interface SeedWriting {
  readonly seeds: OpenSeeds;
  readonly place: SeedPlace;
  readonly look: SeedLook;
  readonly report: Pick<Report, "progress">;
}

/** Writes what differs, then writes down what the service was seeded with. Answers what it took and yet kept otherwise. */
export async function writeSeeds(
  world: World,
  checkout: Checkout,
  { seeds: { service, facts, inputs }, place, look, report }: SeedWriting,
): Promise<readonly SeedVerdict[]> {
  const { standing, everything } = place;
  const before = new Set((await seedRecord(world, checkout))[service]?.made);
  const keep = (as: string, made: readonly string[]) =>
    keepSeeded(world, checkout, service, { facts: as, inputs, standing, made });
  if (look.differing > 0) {
    await keep("", madeBefore(before, look.verdicts));
    await outdateAfter(world, checkout, { service, verdicts: look.verdicts });
  }
  const kept = look.differing === 0 ? [] : await look.write(report);
  await keep(facts, madeAfter(before, look.verdicts, everything));
  return kept;
}

/** What a step of seeding needs to know only once it runs. */
export interface SeedStepFacts {
  readonly seeds: OpenSeeds;
  readonly because: string;
  readonly place: () => SeedPlace;
  /** What was seen of it before; undefined where that is not so any more. */
  readonly seen?: () => SeedLook | undefined;
  /** Services that something was written into in this run. */
  readonly written?: Set<string>;
}

/** The steps that seed a service: as a real one, or as what the sandbox server stands in for. */
export const stepsThatSeed = (service: string): readonly string[] => [
  `seed-${service}`,
  ...(STAND_IN_STEPS[service] ?? []),
];

const STAND_IN_STEPS: Readonly<Record<string, readonly string[]>> = { keycloak: ["seed"], lago: ["seed-billing"] };

/** Reads a service, and writes what differs. */
export const seedStep = (checkout: Checkout, { seeds, because, place, seen, written }: SeedStepFacts): Step => ({
  id: `seed-${seeds.service}`,
  title: `seed ${seeds.service}`,
  because,
  after: [
    `look-${seeds.service}`,
    ...[...holdersOf(checkout, seeds.service), ...(seeds.seeder.usable ?? [])].map((id) => `usable-${id}`),
    ...(seeds.seeder.seeded ?? []).flatMap(stepsThatSeed),
    ...(seeds.seeder.seeded ?? []).map(() => "start-server"),
  ],
  async run(world, report, signal) {
    const now = place();
    const look = seen?.() ?? (await lookAtSeeds(world, checkout, { seeds, place: now, signal }));
    if (look.differing > 0) written?.add(seeds.service);
    const kept = await writeSeeds(world, checkout, { seeds, place: now, look, report });
    const told = kept.map(({ kind, key, why }) => `${kind} ${key}: ${why}`);
    report.progress([`${look.differing} written`, ...told].join("; "));
  },
});
