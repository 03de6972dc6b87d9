import type { EngineContainer } from "../../domain/containers.ts";
import { LABELS } from "../../domain/live/desired.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import { namesOf, replacedImages } from "../../domain/live/older-images.ts";
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

const NONE_GONE: ReadonlyMap<string, string> = new Map();

type Labels = Readonly<Record<string, string>>;
type Carrier = { readonly name: string; readonly labels: Labels };

/** Looks at all that carries avb's labels; `images` adds the newest of the derived images where no container is made from it. */
export async function leftovers(world: World, { images }: { readonly images: boolean }): Promise<Leftovers> {
  const label = [LABELS.checkout];
  const [containers, networks, volumes] = await Promise.all([
    world.containers.list(label, LOOK),
    world.containers.networks(label, LOOK),
    world.containers.volumes(label, LOOK),
  ]);
  // What lies at another machine's engine may be anybody's, folders and images alike.
  const isHere = (await world.engine.place()).reach === "local";
  const all = isHere ? await goneStacks(world, [...containers, ...networks, ...volumes]) : NONE_GONE;
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
      ...(images || isHere ? await unusedImages(world, containers.filter(isLeft(gone)), images) : []),
    ],
    gone,
    running: new Map([...all].filter(([folder]) => busy.has(folder))),
  };
}

/** Whether a container stays: the images of those that go are not needed any more. */
const isLeft =
  (gone: ReadonlyMap<string, string>) =>
  ({ labels }: EngineContainer): boolean =>
    !gone.has(stackFolder(labels));

const leftover = (
  one: Carrier,
  about: { kind: Leftover["kind"]; root: string; remove: (world: World, one: Carrier) => Promise<void> },
): Leftover => ({
  ...{ kind: about.kind, name: one.name, because: `${about.root} is gone` },
  remove: (world) => about.remove(world, one),
});

/** The roots of stacks whose folder is not there any more; one that cannot be looked at is not gone. */
async function goneStacks(world: World, all: readonly Carrier[]): Promise<ReadonlyMap<string, string>> {
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

/** Derived images that nothing is made from: those that a newer one has replaced, or `all` of them. */
async function unusedImages(
  world: World,
  containers: readonly EngineContainer[],
  all: boolean,
): Promise<readonly Leftover[]> {
  const used = new Set(containers.map(({ imageId }) => imageId));
  const derived = await world.containers.images([LABELS.prepared], LOOK);
  const replaced = replacedImages(derived);
  const unused = derived.filter((one) => !used.has(one.id) && (all || replaced.has(one)));
  return unused.flatMap((one) => namesOf(one).map((name) => unusedImage(name, replaced.get(one))));
}

const unusedImage = (name: string, newer: string | undefined): Leftover => ({
  ...{ kind: "image", name },
  because:
    newer === undefined ? "no container is made from it" : `${newer} has taken its place, and nothing is made from it`,
  remove: (outside) => outside.containers.removeImage(name, CHANGE),
});
