import type { Checkout } from "../../domain/checkout.ts";
import type { EngineContainer } from "../../domain/containers.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { LABELS } from "../../domain/live/desired.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import type { Step } from "../../domain/plan.ts";
import type { World } from "../../domain/world.ts";
import { endNow } from "./live-steps.ts";
import { ownContainers } from "./observe-live.ts";

/** What of a stack is at the engine. */
export interface LiveLeftovers {
  readonly containers: readonly EngineContainer[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

const LOOK = { timeoutMs: LIVE_MS.look } as const;
const CHANGE = { timeoutMs: LIVE_MS.change } as const;

/** Looks for the stack's containers and networks, and with `volumes` for what keeps its data. Nothing without a record of a start. */
export async function observeDown(
  world: World,
  checkout: Checkout,
  options: { readonly volumes: boolean },
): Promise<LiveLeftovers> {
  const recorded = (await world.files.read(checkout.state.containers)) !== undefined;
  if (!recorded && !options.volumes) return { containers: [], networks: [], volumes: [] };
  const owner = [`${LABELS.checkout}=${checkout.id}`, `${LABELS.slot}=${checkout.slot}`];
  const [containers, networks, volumes] = await Promise.all([
    ownContainers(world, checkout),
    world.containers.networks(owner, LOOK),
    options.volumes ? world.containers.volumes(owner, LOOK) : [],
  ]);
  return { containers, networks: networks.map(({ name }) => name), volumes: volumes.map(({ name }) => name) };
}

/** The steps that end it: all containers at once, then the networks, then what was asked for of the volumes. */
export function planDownLive(checkout: Checkout, left: LiveLeftovers): readonly Step[] {
  const ends = left.containers.map(
    (have): Step => ({
      ...{ id: `end-${have.name}`, title: `end ${have.name}`, because: `it is ${have.life}`, after: [] },
      run: (world) => endNow(world, have),
    }),
  );
  const after = ends.map(({ id }) => id);
  return [
    ...ends,
    ...removal(left.networks, {
      kind: "network",
      after,
      run: (world, name) => world.containers.removeNetwork(name, CHANGE),
    }),
    ...removal(left.volumes, {
      kind: "volume",
      after,
      run: (world, name) => world.containers.removeVolume(name, CHANGE),
    }),
    ...(left.containers.length + left.networks.length === 0 ? [] : [forget(checkout, after)]),
  ];
}

interface Removal {
  readonly kind: "network" | "volume";
  readonly after: readonly string[];
  readonly run: (world: World, name: string) => Promise<void>;
}

/** One step for all of a kind; what cannot be removed is named, and the rest is removed all the same (13). */
function removal(names: readonly string[], { kind, after, run }: Removal): readonly Step[] {
  if (names.length === 0) return [];
  const step: Step = {
    ...{ id: `${kind}s`, title: `remove the ${kind}${names.length === 1 ? "" : "s"} ${names.join(", ")}`, after },
    because: "the stack ends",
    run: async (world) => {
      const ended = await Promise.allSettled(names.map((name) => run(world, name)));
      const left = ended.flatMap((one, at) =>
        one.status === "rejected" ? [`${names[at]} (${wordsOf(one.reason)})`] : [],
      );
      if (left.length > 0) throw AvbError.of("DOWN_INCOMPLETE", { left: left.join("; ") });
    },
  };
  return [step];
}

const wordsOf = (reason: unknown): string => (reason instanceof Error ? reason.message : String(reason));

/** The record goes last, so that a teardown that was cut off is found again. */
const forget = ({ state }: Checkout, after: readonly string[]): Step => ({
  ...{ id: "forget", title: "remove the record of the containers", because: "they are gone" },
  after: [...after, "networks"],
  run: (world) => world.files.remove(state.containers),
});
