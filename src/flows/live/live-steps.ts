import type { Checkout } from "../../domain/checkout.ts";
import type { EngineContainer } from "../../domain/containers.ts";
import type { DesiredContainer } from "../../domain/live/desired.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import type { Step } from "../../domain/plan.ts";
import type { World } from "../../domain/world.ts";
import type { Standing } from "./await-usable.ts";
import type { LiveObservation } from "./observe-live.ts";

/** What the steps of one run share: what was observed, and what has come of it so far. */
export interface LiveRun {
  readonly checkout: Checkout;
  readonly seen: LiveObservation;
  /** The engine's ids of containers, by their names there. */
  readonly ids: Map<string, string>;
  /** Services that were found usable, and how their containers stood. */
  readonly usable: Map<string, readonly Standing[]>;
}

const CHANGE = { timeoutMs: LIVE_MS.change } as const;

/** Stops and removes a container; what it keeps in volumes stays. */
export const endContainer = (have: EngineContainer, because: string, title = `end ${have.name}`): Step => ({
  ...{ id: `end-${have.name}`, title, because, after: [] },
  run: (world) => endNow(world, have),
});

/** Ends one container in order: its own grace period, then by force. */
export async function endNow(world: World, have: EngineContainer): Promise<void> {
  await world.containers.stop(have.id, { timeoutMs: LIVE_MS.change + LIVE_MS.stopMargin });
  await world.containers.remove(have.id, CHANGE);
}

/** Makes the networks and volumes that are missing, labelled as ours. */
export function makePlaces({ seen }: LiveRun): readonly Step[] {
  const networks = seen.desired.networks.filter(({ name }) => seen.missingNetworks.has(name));
  const volumes = seen.desired.volumes.filter(({ name }) => seen.missingVolumes.has(name));
  if (networks.length + volumes.length === 0) return [];
  const step: Step = {
    id: "places",
    title: `make ${counted(networks.length, "network")} and ${counted(volumes.length, "volume")}`,
    because: [...networks, ...volumes].map(({ name }) => name).join(", "),
    after: [],
    run: async (world) => {
      await Promise.all([
        ...networks.map((one) => world.containers.makeNetwork(one, CHANGE)),
        ...volumes.map((one) => world.containers.makeVolume(one, CHANGE)),
      ]);
    },
  };
  return [step];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** Makes a container with its files; what it replaces has been ended before. */
export const createContainer = (run: LiveRun, one: DesiredContainer, because: string): Step => ({
  id: `create-${one.container}`,
  title: `make ${one.container} from ${one.image}`,
  because,
  after: ["places", "ports", "secrets", `image-${one.image}`, `end-${one.name}`],
  run: async (world) => {
    const id = await world.containers.create(one.name, one.request, CHANGE);
    run.ids.set(one.name, id);
    if (one.files.length > 0) await world.containers.put(id, one.files, CHANGE);
  },
});

/** Stops a container and keeps it: its own grace period, then by force. */
export const stopContainer = (have: EngineContainer, because: string): Step => ({
  ...{ id: `stop-${have.name}`, title: `stop ${have.name}`, because, after: [] },
  run: (world) => world.containers.stop(have.id, { timeoutMs: LIVE_MS.change + LIVE_MS.stopMargin }),
});

/** Starts a container after what it needs. */
export const startContainer = (run: LiveRun, one: DesiredContainer, because: string): Step => ({
  id: `start-${one.container}`,
  title: `start ${one.container}`,
  because,
  after: [`create-${one.container}`, `stop-${one.name}`, ...needsOf(one)],
  run: async (world) => world.containers.start(idOf(run, one), CHANGE),
});

/** The step by which another service has come so far. */
const STEPS = { started: "start", ready: "answer", usable: "usable", seeded: "answer" } as const;

/** The steps that a container's start waits for: of its own service's containers, and of the services it needs. */
function needsOf({ needs, service }: DesiredContainer): readonly string[] {
  const inside = Object.entries(needs).map(([container, state]) => `${state}-${container}`);
  const outside = service.needs.map(({ service: other, until }) => `${STEPS[until]}-${other}`);
  return [...inside, ...outside];
}

/** The id of a container that was there or has been made. */
export function idOf({ ids }: LiveRun, { name }: Pick<DesiredContainer, "name">): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`the container ${name} was not made`);
  return id;
}

/** The engine's ids of a service's containers by their own names. */
export const idsOf = (run: LiveRun, service: string): ReadonlyMap<string, string> =>
  new Map(
    run.seen.desired.containers
      .filter((one) => one.service.id === service)
      .map((one) => [one.container, idOf(run, one)] as const),
  );
