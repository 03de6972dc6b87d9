import type { EngineContainer } from "../../domain/containers.ts";
import { LABELS } from "../../domain/live/desired.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import type { World } from "../../domain/world.ts";
import { stackFolder } from "./container-groups.ts";

/** Something at the engine that is left of a checkout whose folder is gone. */
export interface Leftover {
  readonly kind: "container" | "network" | "volume" | "image";
  readonly name: string;
  readonly because: string;
  readonly remove: (world: World) => Promise<void>;
}

/** Everything that is left, and the stacks whose folder is gone though containers of them run. */
export interface Leftovers {
  readonly found: readonly Leftover[];
  /** Roots by the names of their state folders; those that run are no leftovers. */
  readonly gone: ReadonlyMap<string, string>;
  readonly running: ReadonlyMap<string, string>;
}

const LOOK = { timeoutMs: LIVE_MS.look } as const;
const CHANGE = { timeoutMs: LIVE_MS.change } as const;

type Labels = Readonly<Record<string, string>>;
type Carrier = { readonly name: string; readonly labels: Labels };

/** Looks at all that carries avb's labels; `images` adds derived images that no container is made from. */
export async function leftovers(world: World, { images }: { readonly images: boolean }): Promise<Leftovers> {
  const label = [LABELS.checkout];
  const [containers, networks, volumes] = await Promise.all([
    world.containers.list(label, LOOK),
    world.containers.networks(label, LOOK),
    world.containers.volumes(label, LOOK),
  ]);
  const all = await goneStacks(world, [...containers, ...networks, ...volumes]);
  const busy = new Set(containers.filter(({ life }) => life === "running").map(({ labels }) => stackFolder(labels)));
  const gone = new Map([...all].filter(([folder]) => !busy.has(folder)));
  const leftOf = (
    some: readonly Carrier[],
    kind: Leftover["kind"],
    remove: (world: World, one: Carrier) => Promise<void>,
  ) =>
    some
      .filter(({ labels }) => gone.has(stackFolder(labels)))
      .map((one) => leftover(one, { kind, root: gone.get(stackFolder(one.labels)) ?? "", remove }));
  return {
    found: [
      ...leftOf(containers, "container", (outside, { name }) => outside.containers.remove(name, CHANGE)),
      ...leftOf(networks, "network", (outside, { name }) => outside.containers.removeNetwork(name, CHANGE)),
      ...leftOf(volumes, "volume", (outside, { name }) => outside.containers.removeVolume(name, CHANGE)),
      ...(images ? await unusedImages(world, containers) : []),
    ],
    gone,
    running: new Map([...all].filter(([folder]) => busy.has(folder))),
  };
}

const leftover = (
  one: Carrier,
  about: { kind: Leftover["kind"]; root: string; remove: (world: World, one: Carrier) => Promise<void> },
): Leftover => ({
  ...{ kind: about.kind, name: one.name, because: `${about.root} is gone` },
  remove: (world) => about.remove(world, one),
});

/** The roots of stacks whose folder is not there any more; one that cannot be looked at is not gone. */
async function goneStacks(world: World, all: readonly Carrier[]): Promise<ReadonlyMap<string, string>> {
  // Folders of another machine's engine may be anybody's.
  if ((await world.engine.place()).reach !== "local") return new Map();
  const roots = new Map<string, string>();
  for (const { labels } of all) {
    const root = labels[LABELS.root];
    if (root !== undefined) roots.set(stackFolder(labels), root);
  }
  const looked = [...roots].map(async ([folder, root]) => {
    const facts = await world.files.facts(root).catch(() => "unknown");
    return facts === undefined ? [[folder, root] as const] : [];
  });
  return new Map((await Promise.all(looked)).flat());
}

async function unusedImages(world: World, containers: readonly EngineContainer[]): Promise<readonly Leftover[]> {
  const used = new Set(containers.map(({ imageId }) => imageId));
  const made = await world.containers.images([LABELS.prepared], LOOK);
  const tags = made.filter(({ id }) => !used.has(id)).flatMap((one) => one.tags);
  return tags.map((name) => ({
    ...{ kind: "image", name, because: "no container is made from it" },
    remove: (outside) => outside.containers.removeImage(name, CHANGE),
  }));
}
