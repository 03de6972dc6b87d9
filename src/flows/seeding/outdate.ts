import type { Checkout } from "../../domain/checkout.ts";
import type { SeedVerdict } from "../../domain/seeding.ts";
import type { World } from "../../domain/world.ts";
import { keepSeeded, OUTDATED, seedRecord } from "./seed-record.ts";
import { SEEDERS } from "./seeders.ts";

/** A look at a service that is about to be written. */
export interface AboutToWrite {
  readonly service: string;
  readonly verdicts: readonly SeedVerdict[];
}

/**
 * Writes down that services whose seeds are made from this one have to be looked at again, where something is made or goes:
 * it has another id then. A seeding that takes them along is done with them afterwards; after one of this service alone the
 * next `up` is.
 */
export async function outdateAfter(
  world: World,
  checkout: Checkout,
  { service, verdicts }: AboutToWrite,
): Promise<void> {
  if (!verdicts.some(({ do: word }) => word === "create" || word === "prune")) return;
  const record = await seedRecord(world, checkout);
  for (const [id, before] of Object.entries(record)) {
    const seeder = Object.hasOwn(SEEDERS, id) ? await SEEDERS[id]?.() : undefined;
    if (seeder?.seeded?.includes(service) !== true || before.facts === "") continue;
    const { inputs: _, ...rest } = before;
    await keepSeeded(world, checkout, id, { ...rest, facts: OUTDATED });
  }
}
