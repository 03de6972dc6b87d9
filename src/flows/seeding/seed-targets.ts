import type { Checkout } from "../../domain/checkout.ts";
import type { EngineContainer } from "../../domain/containers.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import type { Report } from "../../domain/plan.ts";
import type { SeedLook, SeedVerdict } from "../../domain/seeding.ts";
import type { Service } from "../../domain/service.ts";
import type { Stack } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import { standing } from "../live/await-usable.ts";
import { liveSecrets } from "../live/live-secrets.ts";
import { serviceOf } from "../live/look-at-live.ts";
import { ownContainers } from "../live/observe-live.ts";
import { nameIn } from "../live/why-fallen.ts";
import { SEED_LOOKS } from "../seed-services.ts";
import { type OpenSeeds, openSeeds } from "./open-seeds.ts";
import { outdateAfter } from "./outdate.ts";
import { inSeedOrder } from "./seed-order.ts";
import { holdersOf } from "./seed-standing.ts";
import { lookAtSeeds, type SeedPlace, writeSeeds } from "./seed-step.ts";
import type { Seeders } from "./seeders.ts";

/** A service that holds something of ours, as it runs now. */
export interface SeedTarget {
  readonly service: Service;
  /** Services that are seeded before it. */
  readonly after: readonly string[];
  look(signal: AbortSignal): Promise<SeedLook>;
  /** Writes what differs; answers what the service took and yet kept otherwise. */
  write(look: SeedLook, report: Pick<Report, "progress">): Promise<readonly SeedVerdict[]>;
}

/** What is to be seeded of a stack. */
export interface SeedWish {
  readonly stack: Stack;
  readonly services: readonly Service[];
  /** Remove what earlier seedings made and no document names any more. */
  readonly prune: boolean;
  readonly seeders?: Seeders;
}

/** What there is to seed, each behind what it comes after: the sandbox server where it stands in for a service, and services that run as real ones. */
export async function seedTargets(world: World, checkout: Checkout, wish: SeedWish): Promise<readonly SeedTarget[]> {
  const { embedded } = wish.stack;
  const standIns = wish.services.flatMap((service): readonly SeedTarget[] => {
    if (service.standIn === undefined || !embedded.has(service.id)) return [];
    const look = SEED_LOOKS[service.standIn];
    return [
      {
        ...{ service, after: [], look: (signal) => look(world, checkout, signal) },
        async write(seen, report) {
          if (seen.differing > 0) await outdateAfter(world, checkout, { service: service.id, verdicts: seen.verdicts });
          return seen.write(report);
        },
      },
    ];
  });
  const all = [...standIns, ...(await realTargets(world, checkout, wish))];
  return inSeedOrder(all, ({ service, after }) => ({ id: service.id, after }));
}

/** SERVICE_NOT_RUNNING (8) for a service of the stack that does not run: nothing can be said of what it holds. */
export async function realTargets(world: World, checkout: Checkout, wish: SeedWish): Promise<readonly SeedTarget[]> {
  const { stack, services, prune, seeders } = wish;
  const choice = { services: services.map(({ id }) => id), ...(seeders && { seeders }) };
  const opened = await openSeeds({ world, checkout, stack, secrets: await liveSecrets(world, checkout) }, choice);
  if (opened.length === 0) return [];
  const have = await ownContainers(world, checkout);
  return opened.flatMap((seeds) => {
    const service = services.find(({ id }) => id === seeds.service);
    if (service === undefined) return [];
    const place = { ...placeOf(checkout, seeds, have), prune };
    return [
      {
        ...{ service, after: seeds.seeder.seeded ?? [] },
        look: (signal) => lookAtSeeds(world, checkout, { seeds, place, signal }),
        write: (look, report) => writeSeeds(world, checkout, { seeds, place, look, report }),
      } satisfies SeedTarget,
    ];
  });
}

function placeOf(
  checkout: Checkout,
  { service }: OpenSeeds,
  have: readonly EngineContainer[],
): Omit<SeedPlace, "prune"> {
  const own = have.filter((one) => serviceOf(one) === service);
  if (!own.some(({ life }) => life === "running")) {
    const why = own.length === 0 ? "its container is not there" : `its container is ${own[0]?.life}`;
    throw AvbError.of("SERVICE_NOT_RUNNING", { service, why, fix: "avb dev up" });
  }
  const ids = new Map(own.map((one) => [nameIn(one), one.id] as const));
  const holders = holdersOf(checkout, service);
  const standings = holders.flatMap((id) => have.filter((one) => serviceOf(one) === id).map(standing));
  return { ids, standing: standings, everything: true };
}
