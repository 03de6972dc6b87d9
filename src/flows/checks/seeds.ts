import { type Check, type Finding, findings } from "../../domain/check.ts";
import type { Checkout } from "../../domain/checkout.ts";
import { LABELS } from "../../domain/live/desired.ts";
import type { Stack } from "../../domain/stack.ts";
import type { SeedState } from "../../domain/status.ts";
import type { World } from "../../domain/world.ts";
import { catalogueOf } from "../catalogue.ts";
import { serviceOf } from "../live/look-at-live.ts";
import { observeSandbox } from "../observe-sandbox.ts";
import { SEED_LOOKS } from "../seed-services.ts";
import { saidOf, seedStates } from "../seeding/seed-states.ts";
import { within } from "../within.ts";
import { unseeded } from "./live-service.ts";
import { ownVersion } from "./own-version.ts";

/** Within the deadline that every check has. */
const TIMEOUT_MS = 3000;

/** Whether what runs was seeded from what the documents say now; no service is asked. */
export const seedsCheck: Check = {
  id: "seeds",
  title: "Seeds",
  looksAt:
    "whether every real service that runs was seeded, to the end, and from what its documents say now, and whether a running sandbox server holds what it stands in for; a change made by hand in a real one is seen by avb dev drift",
  run: async (world, { checkout, stack: resolve, containers }) => {
    const stack = await resolve().catch(() => undefined);
    const have = await containers().catch(() => []);
    if (stack === undefined) return [{ state: "ok", says: "which stack this is cannot be made out" }];
    const own = have.filter(
      ({ labels }) => labels[LABELS.checkout] === checkout.id && labels[LABELS.slot] === String(checkout.slot),
    );
    const containersOf = (service: string) => own.filter((one) => serviceOf(one) === service);
    const states = await seedStates(world, checkout, { stack, containersOf });
    const real = [...states].flatMap(([service, state]) => findingOf(service, state));
    const found = [...real, ...(await standInFindings(world, checkout, stack))];
    return findings(found, "what runs was seeded from its documents as they are");
  },
};

/** The sandbox server is avb's own and quick to ask; one that does not answer, or is of another version, is the matter of another check. */
async function standInFindings(world: World, checkout: Checkout, { embedded }: Stack): Promise<readonly Finding[]> {
  const served = catalogueOf(checkout).filter(({ id, standIn }) => standIn !== undefined && embedded.has(id));
  if (served.length === 0) return [];
  const [server, own] = await Promise.all([observeSandbox(world, checkout), ownVersion(world)]);
  if (server.state !== "answering" || server.instance.version !== (own ?? server.instance.version)) return [];
  const looks = served.map(async ({ id, standIn = "identity" }): Promise<readonly Finding[]> => {
    const look = (signal: AbortSignal) => SEED_LOOKS[standIn](world, checkout, signal);
    const { differing } = await within(world.clock, TIMEOUT_MS, look);
    if (differing === 0) return [];
    const many = `${differing} ${differing === 1 ? "thing is" : "things are"} not as the documents say`;
    return [unseeded(id, `in the sandbox server, which stands in for ${id}, ${many}`, "warn")];
  });
  return (await Promise.all(looks)).flat();
}

/** Documents that cannot be read are for a person; everything else a seeding puts right. */
function findingOf(service: string, state: SeedState): readonly Finding[] {
  const said = saidOf(state);
  if (said === undefined) return [];
  const says = `${service} is ${said}`;
  return state === "unreadable"
    ? [{ state: "warn", says, fixes: [`avb dev seed ${service} --plan`] }]
    : [unseeded(service, says, "warn")];
}
