import type { Checkout } from "../domain/checkout.ts";
import type { EngineContainer } from "../domain/containers.ts";
import { databasesFailed } from "../domain/databases-failed.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { LABELS } from "../domain/live/desired.ts";
import { LIVE_MS } from "../domain/live/limits.ts";
import type { Plan, Step } from "../domain/plan.ts";
import type { Service } from "../domain/service.ts";
import type { World } from "../domain/world.ts";
import { dropDatabase } from "../services/postgres/databases.ts";
import { catalogueOf } from "./catalogue.ts";
import { endContainer, stopContainer } from "./live/live-steps.ts";
import { serviceOf } from "./live/look-at-live.ts";
import { ownContainers, ownLabels } from "./live/observe-live.ts";
import { resolveStack } from "./resolve-stack.ts";
import { requireKnown } from "./service-in-stack.ts";

const CHANGE = { timeoutMs: LIVE_MS.change } as const;
const ASKED = "a reset was asked for";

/**
 * What takes one service's data away: its containers end, those of services that need it stop, its volumes and its database
 * go. The next `up` begins with nothing. RESET_STAND_IN (2) where the sandbox server is in its place.
 */
export async function planResetService(world: World, checkout: Checkout, name: string): Promise<Plan> {
  const stack = await resolveStack(world, checkout);
  const service = requireKnown(name, "avb dev reset", stack);
  const { embedded } = stack;
  if (embedded.has(name) || service.external) throw AvbError.of("RESET_STAND_IN", { service: name });
  const labels = [...ownLabels(checkout), `${LABELS.service}=${name}`];
  const [containers, volumes] = await Promise.all([
    ownContainers(world, checkout),
    world.containers.volumes(labels, { timeoutMs: LIVE_MS.look }),
  ]);
  const own = containers.filter((one) => serviceOf(one) === name).map((one) => endContainer(one, ASKED));
  const needing = needers(name, catalogueOf(checkout));
  const others = containers
    .filter((one) => one.life === "running" && needing.has(serviceOf(one)))
    .map((one) => stopContainer(one, `it needs ${name}`));
  const after = [...own, ...others].map(({ id }) => id);
  const kept = keptElsewhere(service, { containers, after });
  const files = name === "vault" ? [forgetKey(checkout, after)] : [];
  const gone = volumes.map((volume) => removeVolume(volume.name, after));
  const isThere = own.length + gone.length + kept.length > 0;
  return { steps: isThere ? [...own, ...others, ...gone, ...kept, ...files] : [] };
}

/** Services that cannot do without this one, directly or through another. */
function needers(name: string, services: readonly Service[]): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (id: string): void => {
    for (const { id: other, needs } of services)
      if (needs.some(({ service }) => service === id) && !found.has(other)) {
        found.add(other);
        add(other);
      }
  };
  add(name);
  return found;
}

const removeVolume = (name: string, after: readonly string[]): Step => ({
  ...{ id: `volume-${name}`, title: `remove the volume ${name} with its data`, because: ASKED, after },
  run: (world) => world.containers.removeVolume(name, CHANGE),
});

/** The key opens nothing any more. */
const forgetKey = ({ state }: Checkout, after: readonly string[]): Step => ({
  ...{ id: "forget-key", title: "remove the unseal key", because: "the Vault that it opened is gone", after },
  run: (world) => world.files.remove(state.vault),
});

function keptElsewhere(
  { id, keptIn }: Service,
  { containers, after }: { readonly containers: readonly EngineContainer[]; readonly after: readonly string[] },
): readonly Step[] {
  if (keptIn === undefined) return [];
  const { service, database } = keptIn;
  const holder = containers.find((one) => serviceOf(one) === service && one.life === "running");
  if (holder === undefined) {
    const why = `the data of ${id} lies in it`;
    throw AvbError.of("SERVICE_NOT_RUNNING", { service, why, fix: `avb dev up --with ${service}` });
  }
  const step: Step = {
    ...{ id: `database-${database}`, title: `remove the database ${database} in ${service}`, because: ASKED, after },
    run: async (world) => {
      const done = await world.containers.exec(holder.id, dropDatabase(database), CHANGE);
      if (done.exitCode !== 0) throw databasesFailed(done);
    },
  };
  return [step];
}
