import type { EngineContainer } from "../../domain/containers.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { LABELS } from "../../domain/live/desired.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import { parseSlot } from "../../domain/slots.ts";
import type { Slot } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import { serviceOf } from "./look-at-live.ts";

/** How many of a stack's containers run, and what for. */
export interface GroupedContainers {
  readonly total: number;
  readonly running: number;
  readonly services: readonly string[];
  /** Services that a stand-in is in place of. */
  readonly standIns: readonly string[];
}

/** The containers of one checkout and slot, known by their labels alone. */
export interface ContainerGroup {
  /** The name of the stack's folder below avb's state folder. */
  readonly folder: string;
  readonly slot: Slot;
  readonly root?: string;
  readonly mode: string;
  readonly containers: GroupedContainers;
  /** When the first of them was started; absent where none ever was. */
  readonly sinceMs?: number;
}

/** All containers of avb on this machine; an engine that does not answer at once has none, and says why. */
export async function containerGroups(
  world: World,
): Promise<{ readonly groups: readonly ContainerGroup[]; readonly problem?: AvbError }> {
  try {
    const all = await world.containers.list([LABELS.checkout], { timeoutMs: LIVE_MS.peek });
    return { groups: [...byStack(all)].map(([folder, containers]) => groupOf(folder, containers)) };
  } catch (error) {
    if (error instanceof AvbError) return { groups: [], problem: error };
    throw error;
  }
}

function byStack(all: readonly EngineContainer[]): ReadonlyMap<string, readonly EngineContainer[]> {
  const found = new Map<string, EngineContainer[]>();
  for (const one of all) {
    const folder = stackFolder(one.labels);
    found.set(folder, [...(found.get(folder) ?? []), one]);
  }
  return found;
}

/** The name of a stack's state folder, from what anything of it carries. */
export function stackFolder(labels: Readonly<Record<string, string>>): string {
  const slot = slotOf(labels);
  return `${labels[LABELS.checkout] ?? ""}${slot === 0 ? "" : `-${slot}`}`;
}

const slotOf = (labels: Readonly<Record<string, string>>): Slot => parseSlot(labels[LABELS.slot] ?? "") ?? 0;

function groupOf(folder: string, containers: readonly EngineContainer[]): ContainerGroup {
  const labels = containers[0]?.labels ?? {};
  const root = labels[LABELS.root];
  const starts = containers.flatMap(({ startedAtMs }) => (startedAtMs === 0 ? [] : [startedAtMs]));
  const standIns = containers.filter((one) => one.labels[LABELS.standIn] === "true");
  return {
    ...{ folder, slot: slotOf(labels), mode: labels[LABELS.mode] ?? "live" },
    ...(root === undefined ? {} : { root }),
    containers: {
      total: containers.length,
      running: containers.filter(({ life }) => life === "running").length,
      services: [...new Set(containers.map(serviceOf))].sort(),
      standIns: [...new Set(standIns.map(serviceOf))].sort(),
    },
    ...(starts.length === 0 ? {} : { sinceMs: Math.min(...starts) }),
  };
}
