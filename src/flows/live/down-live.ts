import type { CallLimits } from "../../domain/call-limits.ts";
import type { Checkout } from "../../domain/checkout.ts";
import type { EngineContainer, Labelled } from "../../domain/containers.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import type { Report, Step } from "../../domain/plan.ts";
import type { World } from "../../domain/world.ts";
import { changing } from "./changing.ts";
import { endNow } from "./live-steps.ts";
import { ownLabels } from "./observe-live.ts";

/** What of a stack is at the engine. */
export interface LiveLeftovers {
  readonly containers: readonly EngineContainer[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  /** A start was written down; the record goes last. */
  readonly recorded: boolean;
  /** Why the engine could not be asked, though there is something to ask it for. */
  readonly problem?: AvbError;
}

/**
 * Looks for the stack's containers and networks, and with `volumes` for what keeps its data. Where no start is written down
 * an engine that is there at once is asked all the same: the record may be gone, and what it told of still there.
 */
export async function observeDown(
  world: World,
  checkout: Checkout,
  { volumes }: { readonly volumes: boolean },
): Promise<LiveLeftovers> {
  const recorded = (await world.files.facts(checkout.state.containers)) !== undefined;
  const isMissed = recorded || volumes;
  try {
    const limits = { timeoutMs: isMissed ? LIVE_MS.look : LIVE_MS.peek };
    const owner = ownLabels(checkout);
    const [containers, networks, kept] = await Promise.all([
      world.containers.list(owner, limits),
      world.containers.networks(owner, limits),
      volumes ? world.containers.volumes(owner, limits) : [],
    ]);
    return { recorded, containers, networks: networks.map(nameOf), volumes: kept.map(nameOf) };
  } catch (error) {
    if (!(error instanceof AvbError)) throw error;
    return { recorded, containers: [], networks: [], volumes: [], ...(isMissed ? { problem: error } : {}) };
  }
}

const nameOf = ({ name }: Labelled): string => name;

/**
 * The steps that end it: all containers at once, then the networks, then what was asked for of the volumes. A part that
 * cannot be ended does not keep the others: the last step names what is left, and the record stays for the next `down`.
 */
export function planDownLive(checkout: Checkout, found: LiveLeftovers): readonly Step[] {
  if (found.problem !== undefined) return [complain(found.problem)];
  const left: string[] = [];
  const ends = found.containers.map(
    (have): Step => ({
      ...{ id: `end-${have.name}`, title: `end ${have.name}`, because: `it is ${have.life}`, after: [] },
      run: (world, report, signal) => trying(left, { name: have.name, report, act: () => endNow(world, have, signal) }),
    }),
  );
  const after = ends.map(({ id }) => id);
  const steps = [
    ...ends,
    ...removal(left, {
      ...{ kind: "network", names: found.networks, after },
      run: (world, name, limits) => world.containers.removeNetwork(name, limits),
    }),
    ...removal(left, {
      ...{ kind: "volume", names: found.volumes, after },
      run: (world, name, limits) => world.containers.removeVolume(name, limits),
    }),
  ];
  if (steps.length === 0 && !found.recorded) return [];
  return [...steps, forget(checkout, { left, found, after: steps.map(({ id }) => id) })];
}

/** The rest of the stack is ended before this is said. */
const complain = (problem: AvbError): Step => ({
  ...{
    id: "containers",
    title: "end the containers",
    because: "a start of them is written down",
    after: ["end-server"],
  },
  run: () => Promise.reject(problem),
});

interface Trial {
  readonly name: string;
  readonly report: Report;
  readonly act: () => Promise<void>;
}

/** Does it, or writes down that it is left. */
export async function trying(left: string[], { name, report, act }: Trial): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof AvbError)) throw error;
    report.progress(`${name} is left: ${error.message}`);
    left.push(`${name} (${error.message})`);
  }
}

interface Removal {
  readonly kind: "network" | "volume";
  readonly names: readonly string[];
  readonly after: readonly string[];
  readonly run: (world: World, name: string, limits: CallLimits) => Promise<void>;
}

/** One step for all of a kind. */
function removal(left: string[], { kind, names, after, run }: Removal): readonly Step[] {
  if (names.length === 0) return [];
  const step: Step = {
    ...{ id: `${kind}s`, title: `remove the ${kind}${names.length === 1 ? "" : "s"} ${names.join(", ")}`, after },
    because: "the stack ends",
    run: async (world, report, signal) => {
      const remove = (name: string) => changing(world, { signal }, (limits) => run(world, name, limits));
      await Promise.all(names.map((name) => trying(left, { name, report, act: () => remove(name) })));
    },
  };
  return [step];
}

/** The record goes last, so that a teardown that was cut off or is not complete is found again (DOWN_INCOMPLETE, 13). */
function forget(
  { state }: Checkout,
  about: { readonly left: readonly string[]; readonly found: LiveLeftovers; readonly after: readonly string[] },
): Step {
  return {
    ...{
      id: "forget-containers",
      title: "remove the record of the containers",
      because: "they are gone",
      after: about.after,
    },
    run: async (world) => {
      if (about.left.length > 0) throw AvbError.of("DOWN_INCOMPLETE", { left: about.left.join("; ") });
      await world.files.remove(state.containers);
      // Nothing is left that it would open.
      if (about.found.volumes.length > 0) await world.files.remove(state.vault);
    },
  };
}
