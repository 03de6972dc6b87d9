import type { EngineImage, ListedEngineImage } from "../../domain/engine-images.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import type { ImageBuild } from "../../domain/live/desired.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import { olderThan } from "../../domain/live/older-images.ts";
import type { Step } from "../../domain/plan.ts";
import type { World } from "../../domain/world.ts";
import { packagePart } from "../package-part.ts";

/** An image that is to be there: a registry's, or one that avb derives. */
export interface WantedImage {
  readonly reference: string;
  /** Who needs it. */
  readonly service: string;
  readonly build?: ImageBuild;
}

/** What decides on how it gets there. */
export interface ImageWishes {
  /** Fetch images that are missing; without it they are an error (IMAGE_NOT_PULLED, 5). */
  readonly pull: boolean;
}

/** The wishes, and the images that avb derived earlier. */
export interface ImageMeans extends ImageWishes {
  readonly derived: readonly ListedEngineImage[];
}

const MEGABYTE = 1e6;

/** What fetches and derives the images that are missing, all at the same time; nothing for those that are there. */
export function imageSteps(
  wanted: readonly WantedImage[],
  images: ReadonlyMap<string, EngineImage | undefined>,
  { pull, derived }: ImageMeans,
): readonly Step[] {
  const steps = new Map<string, Step>();
  const need = (reference: string, service: string) => {
    if (images.get(reference) !== undefined) return;
    if (!pull) throw AvbError.of("IMAGE_NOT_PULLED", { image: reference, service });
    steps.set(reference, pullStep(reference));
  };
  for (const { reference, service, build } of wanted) {
    if (images.get(reference) !== undefined) continue;
    need(build?.base ?? reference, service);
    if (build !== undefined) steps.set(reference, buildStep(build, service, olderThan(build, derived)));
  }
  return [...steps.values()];
}

/** Fetches an image, saying how far it is. */
const pullStep = (image: string): Step => ({
  id: `image-${image}`,
  title: `pull ${image}`,
  because: "it is not on this machine",
  after: [],
  isUntimed: true,
  run: (world, report, signal) =>
    world.containers.pull(image, { timeoutMs: LIVE_MS.silence, signal }, ({ bytes, of, layers }) =>
      report.progress(`${megabytes(bytes)} of ${megabytes(of)} MB, ${layers} layers`),
    ),
});

const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0);

/** Derives an image, once on this machine. */
const buildStep = (build: ImageBuild, service: string, older: readonly string[]): Step => ({
  id: `image-${build.tag}`,
  title:
    build.files === undefined
      ? `prepare ${build.base} for quicker starts`
      : `put avb's stand-in for ${service} into ${build.base}`,
  because: `it is not prepared on this machine${older.length === 0 ? "" : `; it takes the place of ${older.join(", ")}, which avb dev clean removes`}`,
  after: [`image-${build.base}`],
  isUntimed: true,
  run: async (world, report, signal) => {
    const limits = { timeoutMs: LIVE_MS.build, signal };
    const hear = (line: string) => {
      const [, step, of] = /^Step (\d+)\/(\d+)/.exec(line) ?? [];
      if (step !== undefined) report.progress(`step ${step} of ${of}, once on this machine`);
    };
    const context = await contextOf(world, build);
    await world.containers.build({ ...build, context }, limits, hear).catch((error: unknown) => {
      if (build.files !== undefined || !(error instanceof AvbError) || error.code !== "IMAGE_BUILD_FAILED") throw error;
      const facts = { base: build.base, why: error.facts.why ?? "", service };
      throw AvbError.of("IMAGE_NOT_PREPARED", facts, error.detail === undefined ? {} : { detail: error.detail });
    });
  },
});

/** The files of avb's package that are copied into it. */
async function contextOf(world: World, { files = {} }: ImageBuild): Promise<Readonly<Record<string, string>>> {
  const read = Object.entries(files).map(async ([name, part]) => [name, await packagePart(world, part)] as const);
  return Object.fromEntries(await Promise.all(read));
}
