import type { EngineImage, ListedEngineImage } from "../../domain/engine-images.ts";
import { IMAGE_LOCK } from "../../domain/image-lock.ts";
import { type DesiredContainer, LABELS } from "../../domain/live/desired.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import type { RenderContext } from "../../domain/render-context.ts";
import { stackImages } from "../../domain/stack-images.ts";
import type { World } from "../../domain/world.ts";

const LOOK = { timeoutMs: LIVE_MS.look } as const;

/** The images that the engine has of those that containers are to be made from, and what a person should know of them. */
export interface ObservedImages {
  readonly images: ReadonlyMap<string, EngineImage | undefined>;
  readonly cautions: readonly string[];
  /** Every image that avb derived, where another one is to be built. */
  readonly derived: readonly ListedEngineImage[];
}

/** Looks for the images of these containers, and for those that they are derived from. */
export async function observeImages(world: World, needed: readonly DesiredContainer[]): Promise<ObservedImages> {
  const references = needed.flatMap(({ image, build }) => (build === undefined ? [image] : [image, build.base]));
  const images = await lookFor(world, references);
  const isDue = needed.some(({ image, build }) => build !== undefined && images.get(image) === undefined);
  return {
    images,
    cautions: images.size === 0 ? [] : await foreignImages(world, images),
    derived: isDue ? await world.containers.images([LABELS.prepared], LOOK) : [],
  };
}

/** The engine's images of these references. */
export async function lookFor(
  world: World,
  references: readonly string[],
): Promise<ReadonlyMap<string, EngineImage | undefined>> {
  const each = [...new Set(references)].map(async (one) => [one, await world.containers.image(one, LOOK)] as const);
  return new Map(await Promise.all(each));
}

/** Images for another processor run slowly, or not at all. */
export async function foreignImages(
  world: World,
  images: ReadonlyMap<string, EngineImage | undefined>,
): Promise<readonly string[]> {
  const own = await world.engine.architecture(LIVE_MS.look);
  return [...images].flatMap(([reference, image]) =>
    image === undefined || image.architecture === own
      ? []
      : [`the image ${reference} is made for ${image.architecture}, and this engine runs ${own}`],
  );
}

/** A context whose locks hold here: an image that was built on this machine has no digest, so it is taken by its name. */
export async function lockedHere(
  world: World,
  context: RenderContext,
): Promise<{ readonly context: RenderContext; readonly cautions: readonly string[] }> {
  const { digests = {}, ...open } = context;
  const locked = stackImages(open).filter(({ name }) => Object.hasOwn(digests, name));
  if (locked.length === 0) return { context: open, cautions: [] };
  const images = await lookFor(
    world,
    locked.map(({ reference }) => reference),
  );
  const built = locked.filter(({ reference }) => images.get(reference)?.digests.length === 0).map(({ name }) => name);
  const held = Object.entries(digests).filter(([name]) => !built.includes(name));
  return {
    context: { ...open, digests: Object.fromEntries(held) },
    cautions: built.map(
      (name) => `${name} was built on this machine and has no digest: ${IMAGE_LOCK} does not hold for it`,
    ),
  };
}
