import type { Checkout } from "../domain/checkout.ts";
import type { SeedLook } from "../domain/seeding.ts";
import type { Service } from "../domain/service.ts";
import type { World } from "../domain/world.ts";
import { runningSandbox } from "./observe-sandbox.ts";
import { planSeed } from "./plan-seed.ts";
import { applyBilling, observeBilling, sandboxBilling } from "./seed-billing.ts";

type Look = (world: World, checkout: Checkout, signal: AbortSignal) => Promise<SeedLook>;

/** How the things of each stand-in are compared with their documents. */
export const SEED_LOOKS: Readonly<Record<NonNullable<Service["standIn"]>, Look>> = {
  async identity(world, checkout) {
    const { client } = await runningSandbox(world, checkout);
    const { changes, verdicts } = await planSeed(world, checkout, await client.identities());
    const write = async () => {
      await client.apply(changes);
      return [];
    };
    return { verdicts, differing: changes.length, write };
  },
  async billing(world, checkout, signal) {
    const { instance } = await runningSandbox(world, checkout);
    const billing = await sandboxBilling(world, checkout, instance, { signal });
    const observed = await observeBilling(billing, true);
    const { verdicts, writes } = observed;
    return { verdicts, differing: writes.length, write: () => applyBilling(billing, observed) };
  },
};
