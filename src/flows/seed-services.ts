import type { Checkout } from "../domain/checkout.ts";
import type { IdentityVerdict } from "../domain/identity-changes.ts";
import type { Step } from "../domain/plan.ts";
import type { Service } from "../domain/service.ts";
import type { World } from "../domain/world.ts";
import type { BillingVerdict } from "../services/lago/seed.ts";
import { runningSandbox } from "./observe-sandbox.ts";
import { planSeed } from "./plan-seed.ts";
import { applyBilling, observeBilling, sandboxBilling } from "./seed-billing.ts";

/** What is to be done to one thing, or why nothing can be. */
export type SeedVerdict = IdentityVerdict | BillingVerdict;

/** What was seen of a service, and the step that writes what differs. */
export interface SeedLook {
  readonly verdicts: readonly SeedVerdict[];
  /** How many things differ so that they can be written. */
  readonly differing: number;
  readonly step?: Step;
  /** What the service took and yet kept otherwise; known once the step has run. */
  readonly kept: readonly BillingVerdict[];
}

type Look = (world: World, checkout: Checkout, signal: AbortSignal) => Promise<SeedLook>;

/** How the things of each stand-in are compared with their documents. */
export const SEED_LOOKS: Readonly<Record<NonNullable<Service["standIn"]>, Look>> = {
  async identity(world, checkout) {
    const { client } = await runningSandbox(world, checkout);
    const { changes, verdicts } = await planSeed(world, checkout, await client.identities());
    const write = async () => void (await client.apply(changes));
    return { verdicts, kept: [], ...stepFor(changes.length, { id: "seed", what: "identities", write }) };
  },
  async billing(world, checkout, signal) {
    const { instance } = await runningSandbox(world, checkout);
    const billing = await sandboxBilling(world, checkout, instance, { signal });
    const observed = await observeBilling(billing, true);
    const kept: BillingVerdict[] = [];
    const write = async () => void kept.push(...(await applyBilling(billing, observed)));
    const what = "plans, customers and subscriptions";
    return {
      verdicts: observed.verdicts,
      kept,
      ...stepFor(observed.writes.length, { id: "seed-billing", what, write }),
    };
  },
};

interface Writing {
  readonly id: string;
  readonly what: string;
  write(): Promise<void>;
}

function stepFor(differing: number, { id, what, write }: Writing): Pick<SeedLook, "differing" | "step"> {
  if (differing === 0) return { differing };
  const because = `${differing} ${differing === 1 ? "is" : "are"} not as the document says`;
  return { differing, step: { id, title: `write the ${what} that differ`, because, after: [], run: write } };
}
