import { wantedBilling } from "../billing-document.ts";
import { applyBilling, billingAt, observeBilling } from "../seed-billing.ts";
import type { Seeder } from "./seeder.ts";

/** Inside a container localhost is the container itself; the fragments give both Lago's worker and its stand-in this name. */
export const SEEN_FROM_LAGO = { machine: "host.docker.internal" };

/** Lago's metrics, plans, customers, subscriptions and endpoints; nothing is ever removed there. */
export const lagoSeeder: Seeder = {
  async open({ world, checkout, stack }) {
    const document = await wantedBilling(world, checkout, SEEN_FROM_LAGO);
    return {
      facts: JSON.stringify(document),
      async look({ everything, signal }) {
        const port = stack.ports.get("lago.api") ?? 0;
        const billing = await billingAt(world, checkout, { ...SEEN_FROM_LAGO, port, signal });
        const observed = await observeBilling(billing, everything);
        return {
          verdicts: observed.verdicts,
          differing: observed.writes.length,
          write: () => applyBilling(billing, observed),
        };
      },
    };
  },
};
