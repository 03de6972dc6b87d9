import type { Checkout } from "../../domain/checkout.ts";
import type { Report, Step } from "../../domain/plan.ts";
import { type LookWishes, madeAfter, type SeedLook, type SeedVerdict } from "../../domain/seeding.ts";
import type { World } from "../../domain/world.ts";
import type { Standing } from "../live/await-usable.ts";
import type { OpenSeeds } from "./open-seeds.ts";
import { keepSeeded, seedRecord } from "./seed-record.ts";

/** How a service's containers stand, and how it is to be looked at. */
export interface SeedPlace {
  readonly standing: readonly Standing[];
  readonly ids: ReadonlyMap<string, string>;
  readonly everything: boolean;
  readonly prune: boolean;
}

/** What became of one service's seeds. */
export interface SeedDone {
  readonly look: SeedLook;
  /** What the service took and yet kept otherwise. */
  readonly kept: readonly SeedVerdict[];
}

/** Reads and compares; what earlier seedings made is known from the record. */
export async function lookAtSeeds(
  world: World,
  checkout: Checkout,
  { seeds, place, signal }: { readonly seeds: OpenSeeds; readonly place: SeedPlace; readonly signal: AbortSignal },
): Promise<SeedLook> {
  const made = new Set((await seedRecord(world, checkout))[seeds.service]?.made);
  const { everything, prune, ids } = place;
  const wishes: LookWishes = { everything, prune, ids, made, signal };
  return seeds.seeding.look(wishes);
}

/** Writes what differs, then writes down what the service was seeded with. */
export async function writeSeeds(
  world: World,
  checkout: Checkout,
  {
    seeds: { service, facts },
    place,
    look,
    report,
  }: {
    readonly seeds: OpenSeeds;
    readonly place: SeedPlace;
    readonly look: SeedLook;
    readonly report: Pick<Report, "progress">;
  },
): Promise<SeedDone> {
  const before = new Set((await seedRecord(world, checkout))[service]?.made);
  const kept = look.differing === 0 ? [] : await look.write(report);
  const made = madeAfter(before, look.verdicts);
  await keepSeeded(world, checkout, service, { facts, standing: place.standing, made });
  return { look, kept };
}

/** What a step of seeding needs to know only once it runs. */
export interface SeedStepFacts {
  readonly seeds: OpenSeeds;
  readonly because: string;
  readonly place: () => SeedPlace;
  readonly done: (done: SeedDone) => void;
}

/** Reads a service, and writes what differs. */
export const seedStep = (checkout: Checkout, { seeds, because, place, done }: SeedStepFacts): Step => ({
  id: `seed-${seeds.service}`,
  title: `seed ${seeds.service}`,
  because,
  after: [
    ...[seeds.service, ...(seeds.seeder.usable ?? [])].map((id) => `usable-${id}`),
    ...(seeds.seeder.seeded ?? []).map((id) => `seed-${id}`),
  ],
  async run(world, report, signal) {
    const now = place();
    const look = await lookAtSeeds(world, checkout, { seeds, place: now, signal });
    const end = await writeSeeds(world, checkout, { seeds, place: now, look, report });
    const told = end.kept.map(({ kind, key, why }) => `${kind} ${key}: ${why}`);
    report.progress([`${look.differing} written`, ...told].join("; "));
    done(end);
  },
});
