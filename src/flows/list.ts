import { type Checkout, slugOf, statePaths, stateRootOf } from "../domain/checkout.ts";
import { UNCONFIGURED } from "../domain/config.ts";
import { parseInstance, type SandboxInstance } from "../domain/sandbox-instance.ts";
import type { Slot } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { type ContainerGroup, containerGroups, type GroupedContainers } from "./live/container-groups.ts";

/** A stack of this machine: a sandbox server whose record lies in the state folder, containers that carry avb's labels, or both. */
export interface ListedStack {
  readonly slot: Slot;
  /** The checkout's root; absent where an earlier avb started the server. */
  readonly root?: string;
  /** Running when a container runs, or the recorded process lives and is still the same one; dead for a server that has ended by itself. */
  readonly state: "running" | "stopped" | "dead";
  /** True when the checkout's folder is not there any more. */
  readonly checkoutGone: boolean;
  readonly mode: string;
  /** Of the server. */
  readonly pid?: number;
  readonly ports?: { readonly identity: number; readonly billing: number };
  /** Since when it runs, or when it ran last. */
  readonly startedAtMs: number;
  readonly ageMs: number;
  /** Where avb keeps this stack's files. */
  readonly folder: string;
  /** False for containers of another state folder: another user's, or a test's. They are shown and never touched from here. */
  readonly ours: boolean;
  readonly containers?: GroupedContainers;
}

/** Every stack of this machine that this user's state folder and the container engine know. */
export interface StackList {
  readonly stacks: readonly ListedStack[];
  /** Records that no server of avb wrote. */
  readonly unreadable: readonly string[];
  /** Why the container engine was not heard, where a record says that there are containers. */
  readonly engine?: string;
}

/** Looks at every record below the state folder and at its process, and asks an engine that is there at once; starts and changes nothing. */
export async function listStacks(world: World): Promise<StackList> {
  const stateRoot = stateRootOf(world.host);
  const folders = (await world.files.list(stateRoot)).toSorted().map((name) => `${stateRoot}/${name}`);
  const [found, { groups, problem }, recorded] = await Promise.all([
    Promise.all(folders.map((folder) => serverIn(world, folder))),
    containerGroups(world),
    Promise.all(folders.map(async (folder) => (await world.files.facts(`${folder}/containers.json`)) !== undefined)),
  ]);
  const servers = new Map<string, ListedServer>(
    found.flatMap((one) => (typeof one === "object" ? [[one.folder, one] as const] : [])),
  );
  const held = new Map<string, ContainerGroup>(groups.map((group) => [`${stateRoot}/${group.folder}`, group]));
  const all = [...new Set([...servers.keys(), ...held.keys()])].toSorted();
  const stacks = all.map((folder) => stackOf(world, folder, { server: servers.get(folder), group: held.get(folder) }));
  return {
    stacks: await Promise.all(stacks),
    unreadable: found.filter((one) => typeof one === "string"),
    ...(problem !== undefined && recorded.includes(true) ? { engine: problem.message } : {}),
  };
}

interface ListedServer {
  readonly folder: string;
  readonly instance: SandboxInstance;
  readonly lives: boolean;
}

async function serverIn(world: World, folder: string): Promise<ListedServer | string | undefined> {
  if ((await world.files.facts(folder))?.kind !== "directory") return undefined;
  const path = `${folder}/instance.json`;
  const text = await world.files.read(path);
  if (text === undefined) return undefined;
  const instance = parseInstance(text);
  if (instance === undefined) return path;
  return { folder, instance, lives: (await world.processes.startOf(instance.pid)) === instance.processStart };
}

async function stackOf(
  world: World,
  folder: string,
  { server, group }: { readonly server: ListedServer | undefined; readonly group: ContainerGroup | undefined },
): Promise<ListedStack> {
  const root = group?.root ?? server?.instance.root;
  const since = [server?.instance.startedAtMs, group?.sinceMs].filter((one) => one !== undefined);
  const startedAtMs = since.length === 0 ? world.clock.now() : Math.min(...since);
  return {
    slot: group?.slot ?? server?.instance.slot ?? 0,
    mode: group?.mode ?? "sandbox",
    ...(root === undefined ? {} : { root }),
    state: stateOf(server, group),
    checkoutGone: root !== undefined && (await world.files.facts(root)) === undefined,
    ...(server === undefined ? {} : aboutServer(server.instance)),
    ...{ startedAtMs, ageMs: Math.max(0, world.clock.now() - startedAtMs), folder },
    ours: (await world.files.facts(folder)) !== undefined,
    ...(group === undefined ? {} : { containers: group.containers }),
  };
}

function stateOf(server: ListedServer | undefined, group: ContainerGroup | undefined): ListedStack["state"] {
  if (server?.lives || (group?.containers.running ?? 0) > 0) return "running";
  return group === undefined ? "dead" : "stopped";
}

const aboutServer = ({ pid, identityPort, billingPort }: SandboxInstance) => ({
  pid,
  ports: { identity: identityPort, billing: billingPort },
});

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
