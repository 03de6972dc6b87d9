import type { Checkout } from "../domain/checkout.ts";
import type { RunTools } from "../domain/graph.ts";
import type { Plan, Step } from "../domain/plan.ts";
import type { IdentityChange } from "../domain/sandbox-protocol.ts";
import type { Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { services } from "../services/index.ts";
import { requireStartable } from "./mode-verbs.ts";
import { observeSandbox } from "./observe-sandbox.ts";
import { planSeed } from "./plan-seed.ts";
import { resolveStack } from "./resolve-stack.ts";
import { inSeedOrder } from "./seeding/seed-order.ts";
import { realTargets } from "./seeding/seed-targets.ts";
import type { Seeders } from "./seeding/seeders.ts";
import { lookAtTargets, stepsForTargets } from "./seeding/seen-targets.ts";

/**
 * What makes the seeds those of the documents again. The sandbox's identities lose all that applications wrote; of a real
 * service what differs is put back, and what earlier seedings made and no document names goes.
 */
export async function planResetSeeds(tools: RunTools, checkout: Checkout, seeders?: Seeders): Promise<Plan> {
  const { world, signal } = tools;
  const stack = requireStartable("reset", await resolveStack(world, checkout));
  const wish = { stack, services, prune: true, ...(seeders && { seeders }) };
  const targets = await realTargets(world, checkout, wish);
  const sorted = inSeedOrder(targets, ({ service, after }) => ({ id: service.id, after }));
  const [identities, seen] = await Promise.all([
    planResetIdentities(world, checkout, stack),
    lookAtTargets(sorted, { signal, now: false }),
  ]);
  return { steps: [...identities, ...stepsForTargets(seen)] };
}

async function planResetIdentities(world: World, checkout: Checkout, stack: Stack): Promise<readonly Step[]> {
  if (!stack.embedded.has("keycloak")) return [];
  const observed = await observeSandbox(world, checkout);
  if (observed.state !== "answering") return [forgetIdentities(checkout)];
  const { changes, verdicts } = await planSeed(world, checkout, await observed.client.identities());
  const removals = verdicts
    .filter((verdict) => verdict.do === "orphan")
    .map(({ kind, key }): IdentityChange => ({ do: "remove", kind, key }));
  // Users before the roles and groups they have.
  const all = [...removals.toReversed(), ...changes];
  if (all.length === 0) return [];
  const step: Step = {
    id: "reset-seeds",
    title: "make the identities those of the document again",
    because: `${removals.length} are not in it, ${changes.length} differ`,
    after: [],
    run: async () => void (await observed.client.apply(all)),
  };
  return [step];
}

const forgetIdentities = ({ state }: Checkout): Step => ({
  id: "forget",
  title: "remove the identities of this checkout",
  because: "a reset was asked for",
  after: [],
  run: (world) => world.files.removeTree(state.identities),
});
