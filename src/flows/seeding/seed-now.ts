import type { Checkout } from "../../domain/checkout.ts";
import type { World } from "../../domain/world.ts";
import { catalogueOf } from "../catalogue.ts";
import { resolveStack } from "../resolve-stack.ts";
import { seedTargets } from "./seed-targets.ts";

const SILENT = { progress: () => undefined };

/** Seeds one service of the running stack, for who has the stack's lock already. SEED_NOT_READ, SEED_WRITE_FAILED (9) as `seed` has them. */
export async function seedNow(world: World, checkout: Checkout, id: string, signal: AbortSignal): Promise<void> {
  const services = catalogueOf(checkout).filter((service) => service.id === id);
  const stack = await resolveStack(world, checkout);
  for (const target of await seedTargets(world, checkout, { stack, services, prune: false }))
    await target.write(await target.look(signal), SILENT);
}
