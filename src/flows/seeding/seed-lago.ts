import { wantedBilling } from "../billing-document.ts";
import { applyBilling, billingAt, observeBilling } from "../seed-billing.ts";
import type { Seeder } from "./seeder.ts";

/** Lago's metrics, plans, customers, subscriptions and endpoints; nothing is ever removed there. */
export const lagoSeeder: Seeder = {
  async open({ world, checkout, stack }) {
    const document = await wantedBilling(world, checkout);
    return {
      facts: JSON.stringify(document),
      async look({ everything, signal }) {
        const port = stack.ports.get("lago.api") ?? 0;
        const billing = await billingAt(world, checkout, { port, signal });
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
