import { type Checkout, slugOf, statePaths, stateRootOf } from "../domain/checkout.ts";
import { UNCONFIGURED } from "../domain/config.ts";
import { parseInstance, type SandboxInstance } from "../domain/sandbox-instance.ts";
import type { Slot } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";

/** A sandbox server whose record lies in the state folder. */
export interface ListedStack {
  readonly slot: Slot;
  /** The checkout's root; absent where an earlier avb started the server. */
  readonly root?: string;
  /** Running only when the recorded process lives and is still the same one. */
  readonly state: "running" | "dead";
  /** True when the checkout's folder is not there any more. */
  readonly checkoutGone: boolean;
  readonly pid: number;
  readonly ports: { readonly identity: number; readonly billing: number };
  readonly startedAtMs: number;
  readonly ageMs: number;
  /** Where avb keeps this stack's files. */
  readonly folder: string;
}

/** Every stack of this machine that this user's state folder knows. */
export interface StackList {
  readonly stacks: readonly ListedStack[];
  /** Records that no server of avb wrote. */
  readonly unreadable: readonly string[];
}

/** Looks at every record below the state folder and at its process; starts, asks and changes nothing. */
export async function listStacks(world: World): Promise<StackList> {
  const stateRoot = stateRootOf(world.host);
  const folders = (await world.files.list(stateRoot)).toSorted().map((name) => `${stateRoot}/${name}`);
  const found = await Promise.all(folders.map((folder) => stackIn(world, folder)));
  return {
    stacks: found.filter((one) => typeof one === "object"),
    unreadable: found.filter((one) => typeof one === "string"),
  };
}

async function stackIn(world: World, folder: string): Promise<ListedStack | string | undefined> {
  if ((await world.files.facts(folder))?.kind !== "directory") return undefined;
  const path = `${folder}/instance.json`;
  const text = await world.files.read(path);
  if (text === undefined) return undefined;
  const instance = parseInstance(text);
  return instance === undefined ? path : stackOf(world, instance, folder);
}

async function stackOf(world: World, instance: SandboxInstance, folder: string): Promise<ListedStack> {
  const { slot, root, pid, processStart, startedAtMs } = instance;
  return {
    slot,
    ...(root === undefined ? {} : { root }),
    state: (await world.processes.startOf(pid)) === processStart ? "running" : "dead",
    checkoutGone: root !== undefined && (await world.files.facts(root)) === undefined,
    pid,
    ports: { identity: instance.identityPort, billing: instance.billingPort },
    startedAtMs,
    ageMs: Math.max(0, world.clock.now() - startedAtMs),
    folder,
  };
}

/** As much of a listed stack's checkout as ending it needs: its state files. The checkout itself may be gone. */
export function checkoutOf({ folder, slot, root = folder }: Pick<ListedStack, "folder" | "slot" | "root">): Checkout {
  const cut = folder.lastIndexOf("/");
  // The folder's name has the slot behind the id.
  const id = folder.slice(cut + 1).replace(slot === 0 ? "" : new RegExp(`-${slot}$`), "");
  return {
    root,
    slug: slugOf(root),
    id,
    slot,
    state: statePaths(folder.slice(0, cut), id, slot),
    loaded: UNCONFIGURED,
  };
}
