import { type Check, type Finding, findings } from "../../domain/check.ts";
import { LABELS } from "../../domain/live/desired.ts";
import type { SeedState } from "../../domain/status.ts";
import { serviceOf } from "../live/look-at-live.ts";
import { saidOf, seedStates } from "../seeding/seed-states.ts";
import { unseeded } from "./live-service.ts";

/** Whether what runs was seeded from what the documents say now; no service is asked. */
export const seedsCheck: Check = {
  id: "seeds",
  title: "Seeds",
  looksAt:
    "whether every real service that runs was seeded, to the end, and from what its documents say now; a change made by hand is seen by avb dev drift",
  run: async (world, { checkout, stack: resolve, containers }) => {
    const stack = await resolve().catch(() => undefined);
    const have = await containers().catch(() => []);
    if (stack === undefined) return [{ state: "ok", says: "which stack this is cannot be made out" }];
    const own = have.filter(
      ({ labels }) => labels[LABELS.checkout] === checkout.id && labels[LABELS.slot] === String(checkout.slot),
    );
    const containersOf = (service: string) => own.filter((one) => serviceOf(one) === service);
    const states = await seedStates(world, checkout, { stack, containersOf });
    const found = [...states].flatMap(([service, state]) => findingOf(service, state));
    return findings(found, "what runs was seeded from its documents as they are");
  },
};

/** Documents that cannot be read are for a person; everything else a seeding puts right. */
function findingOf(service: string, state: SeedState): readonly Finding[] {
  const said = saidOf(state);
  if (said === undefined) return [];
  const says = `${service} is ${said}`;
  return state === "unreadable"
    ? [{ state: "warn", says, fixes: [`avb dev seed ${service} --plan`] }]
    : [unseeded(service, says, "warn")];
}
