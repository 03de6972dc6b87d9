import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { RunTools } from "../domain/graph.ts";
import type { Service } from "../domain/service.ts";
import { requireTrust } from "../domain/trust.ts";
import type { World } from "../domain/world.ts";
import { services } from "../services/index.ts";
import { changeStack, runPlan } from "./change-stack.ts";
import { dryWorld } from "./dry-world.ts";
import { forgetHooks } from "./hooks/hook-record.ts";
import { NO_HOOKS, observeHooks, type SeenHooks } from "./hooks/observe-hooks.ts";
import { hooksIn, withSeedHooks } from "./hooks/plan-hooks.ts";
import { requireStartable } from "./mode-verbs.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";
import { type SeedResult, seedResult } from "./seed-report.ts";
import { seedTargets } from "./seeding/seed-targets.ts";
import type { Seeders } from "./seeding/seeders.ts";
import { lookAtTargets, rememberClean, type SeenTarget, stepsForTargets } from "./seeding/seen-targets.ts";

/** What is to be seeded. */
export interface SeedOptions {
  readonly mode?: string;
  /** Ids of services; all of them when empty. */
  readonly services: readonly string[];
  /** Only look. */
  readonly planOnly: boolean;
  /** Remove what earlier seedings made and no document names any more. */
  readonly prune?: boolean;
  /** False: the hooks are left out. */
  readonly hooks?: boolean;
  /** In place of avb's own. */
  readonly seeders?: Seeders;
}

/** Makes what the stack holds that of the documents; services that the mode bypasses are reported as such. */
export async function seed(tools: RunTools, options: SeedOptions): Promise<SeedResult> {
  const { planOnly } = options;
  const { world, checkout, stack, chosen, targets } = await open(tools, options);
  const resultOf = (seen: readonly SeenTarget[]) => seedResult(seen, { chosen, planOnly, mode: stack.mode });
  if (planOnly || targets.length === 0)
    return resultOf(await lookAtTargets(targets, { signal: tools.signal, now: true }));
  return changeStack(tools, { checkout, command: "avb dev seed" }, async (inside) => {
    const seen = await lookAtTargets(targets, { signal: inside.signal, now: false });
    const context = { checkout, stack, hooks: await hooksOf(world, checkout, options) };
    const steps = withSeedHooks(stepsForTargets(seen), context, true);
    await forgetHooks(world, checkout, hooksIn(steps, context));
    await runPlan(inside, { steps }, "avb dev seed");
    await rememberClean(seen);
    return resultOf(seen);
  });
}

/** What is chosen of a stack, its documents read and found to be well. */
async function open(tools: RunTools, options: SeedOptions) {
  const { planOnly, prune = false, seeders } = options;
  const world = planOnly ? dryWorld(tools.world) : tools.world;
  const mode = options.mode === undefined ? {} : { mode: options.mode };
  const checkout = await openCheckout(world, mode);
  const chosen = choose(options.services);
  const stack = requireStartable("seed", await resolveStack(world, checkout, mode));
  const targets = await seedTargets(world, checkout, { stack, services: chosen, prune, ...(seeders && { seeders }) });
  return { world, checkout, stack, chosen, targets };
}

async function hooksOf(world: World, checkout: Checkout, { hooks }: SeedOptions): Promise<SeenHooks> {
  if (hooks === false) return NO_HOOKS;
  requireTrust(checkout, ["hooks"]);
  return observeHooks(world, checkout, ["before_seed", "after_seed"]);
}

function choose(ids: readonly string[]): readonly Service[] {
  const known: readonly Service[] = services;
  for (const id of ids)
    if (!known.some((service) => service.id === id))
      throw AvbError.of("SEED_UNKNOWN", { service: id, services: known.map((service) => service.id).join(", ") });
  return ids.length === 0 ? known : known.filter((service) => ids.includes(service.id));
}
