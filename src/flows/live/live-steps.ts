import type { Checkout } from "../../domain/checkout.ts";
import type { EngineContainer } from "../../domain/containers.ts";
import type { DesiredContainer } from "../../domain/live/desired.ts";
import type { Step } from "../../domain/plan.ts";
import type { World } from "../../domain/world.ts";
import type { Standing } from "./await-usable.ts";
import { changing } from "./changing.ts";
import { openFolder } from "./kept-folder.ts";
import type { LiveObservation } from "./observe-live.ts";
import { stopNow } from "./stop-container.ts";

/** What the steps of one run share: what was observed, and what has come of it so far. */
export interface LiveRun {
  readonly checkout: Checkout;
  readonly seen: LiveObservation;
  /** Milliseconds since 1970 until which a service is waited for; its own time where that is later. */
  readonly patientUntilMs: number;
  /** The engine's ids of containers, by their names there. */
  readonly ids: Map<string, string>;
  /** Services that were found usable, and how their containers stood. */
  readonly usable: Map<string, readonly Standing[]>;
}

/** Stops and removes a container; what it keeps in volumes stays. */
export const endContainer = (have: EngineContainer, because: string, title = `end ${have.name}`): Step => ({
  ...{ id: `end-${have.name}`, title, because, after: [] },
  run: (world, _report, signal) => endNow(world, have, signal),
});

/** Ends one container in order: its own grace period, then by force. */
export async function endNow(world: World, have: EngineContainer, signal: AbortSignal): Promise<void> {
  await stopNow(world, have, signal);
  await changing(world, { signal }, (limits) => world.containers.remove(have.id, limits));
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
    run: (world, _report, signal) =>
      changing(world, { signal }, async (limits) => {
        await Promise.all([
          ...networks.map((one) => world.containers.makeNetwork(one, limits)),
          ...volumes.map((one) => world.containers.makeVolume(one, limits)),
        ]);
      }),
  };
  return [step];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** Makes a container with its files; what it replaces has been ended before. */
export const createContainer = (run: LiveRun, one: DesiredContainer, because: string): Step => ({
  id: `create-${one.container}`,
  title: `make ${one.container} from ${one.image}`,
  because,
  after: ["places", "ports", "forward", "secrets", `image-${one.image}`, `end-${one.name}`],
  run: (world, _report, signal) =>
    changing(world, { signal }, async (limits) => {
      if (one.folder !== undefined) await openFolder(world, one.folder);
      const id = await world.containers.create(one.name, one.request, limits);
      run.ids.set(one.name, id);
      if (one.files.length > 0) await world.containers.put(id, one.files, limits);
    }),
});

/** Stops a container and keeps it: its own grace period, then by force. */
export const stopContainer = (have: EngineContainer, because: string): Step => ({
  ...{ id: `stop-${have.name}`, title: `stop ${have.name}`, because, after: [] },
  run: (world, _report, signal) => stopNow(world, have, signal),
});

/** Starts a container after what it needs. */
export const startContainer = (run: LiveRun, one: DesiredContainer, because: string): Step => ({
  id: `start-${one.container}`,
  title: `start ${one.container}`,
  because,
  after: [
    `create-${one.container}`,
    `stop-${one.name}`,
    `restore-${one.container}`,
    ...portHolders(run, one),
    ...needsOf(one),
  ],
  run: (world, _report, signal) =>
    changing(world, { signal }, (limits) => world.containers.start(idOf(run, one), limits)),
});

/** Steps that free a port of this container's: the end of the server that stood in for it, and of containers that had it. */
function portHolders({ seen }: LiveRun, { service }: DesiredContainer): readonly string[] {
  const wanted = Object.keys(service.ports).map((port) => seen.stack.ports.get(`${service.id}.${port}`));
  const ending = [
    ...seen.verdicts.leaving.map(({ have }) => have),
    ...[...seen.verdicts.containers.values()].flatMap((verdict) =>
      verdict.do === "create" && verdict.replaces !== undefined ? [verdict.replaces] : [],
    ),
  ];
  const holders = ending.filter(({ ports }) => [...ports.values()].some((port) => wanted.includes(port)));
  return ["end-server", ...holders.map(({ name }) => `end-${name}`)];
}

/** The step by which another service has come so far. */
const STEPS = { started: "start", ready: "answer", usable: "usable", seeded: "seed" } as const;

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
