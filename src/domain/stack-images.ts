import type { ImageBuild } from "./live/desired.ts";
import { buildOf } from "./live/prepared-image.ts";
import { containersOf } from "./render.ts";
import type { RenderContext } from "./render-context.ts";
import { imageOf, lockName } from "./render-image.ts";
import type { Service } from "./service.ts";

/** An image that containers of a stack are made from. */
export interface StackImage {
  readonly reference: string;
  /** The name under which it is locked. */
  readonly name: string;
  /** Services that use it, in the catalogue's order. */
  readonly services: readonly string[];
  /** What avb derives from it. */
  readonly builds: readonly ImageBuild[];
}

/** Every image of the services that run in a stack, each once. */
export function stackImages(context: RenderContext): readonly StackImage[] {
  const running = context.services.filter(({ id, external }) => context.stack.running.has(id) && !external);
  const images = new Map<string, StackImage>();
  for (const one of running.flatMap((service) => imagesOf(context, service))) {
    const known = images.get(one.reference);
    images.set(one.reference, known === undefined ? one : joined(known, one));
  }
  return [...images.values()];
}

const joined = (one: StackImage, other: StackImage): StackImage => ({
  ...one,
  services: [...new Set([...one.services, ...other.services])],
  builds: [...one.builds, ...other.builds],
});

const imagesOf = (context: RenderContext, service: Service): readonly StackImage[] =>
  containersOf(context, service).map(([container, { image }]) => {
    const subject = { service: service.id, container, image };
    const base = imageOf(context, subject);
    const build = buildOf(context, { service, container, base });
    return {
      ...{ reference: base, name: lockName(context, subject), services: [service.id] },
      builds: build === undefined ? [] : [build],
    };
  });
