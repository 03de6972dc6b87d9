import type { ConfigOverrides } from "../domain/config.ts";
import type { EngineImage } from "../domain/engine-images.ts";
import type { RunTools } from "../domain/graph.ts";
import { LABELS } from "../domain/live/desired.ts";
import { LIVE_MS } from "../domain/live/limits.ts";
import type { Mode } from "../domain/modes.ts";
import type { RenderContext } from "../domain/render-context.ts";
import { type StackImage, stackImages } from "../domain/stack-images.ts";
import type { World } from "../domain/world.ts";
import { runPlan } from "./change-stack.ts";
import { chooseStandIns } from "./live/choose-stand-ins.ts";
import { imageSteps, type WantedImage } from "./live/image-steps.ts";
import { foreignImages, lockedHere, lookFor } from "./live/observe-images.ts";
import { openCheckout } from "./open-checkout.ts";
import { renderContext } from "./render-context.ts";
import { resolveStack } from "./resolve-stack.ts";

/** Which images, and whether they are only told of. */
export interface PullRequest {
  readonly overrides: ConfigOverrides;
  readonly version: string;
  readonly list: boolean;
  /** Derive what avb derives from them, too. */
  readonly prepare: boolean;
}

/** An image of a stack as it stands on this machine. */
export interface ListedImage {
  readonly image: string;
  readonly services: readonly string[];
  readonly here: boolean;
  readonly bytes?: number;
  /** The digest that the repository's lock names. */
  readonly locked?: string;
  /** Present where avb derives an image from it: whether that is there. */
  readonly prepared?: boolean;
}

/** The images of a stack, and what was done to have them. */
export interface PulledImages {
  readonly mode: Mode;
  readonly images: readonly ListedImage[];
  /** Ids of the steps that were needed. */
  readonly done: readonly string[];
  readonly ms: number;
  /** Why there are none. */
  readonly note?: string;
}

/** Fetches what a stack's containers are made from, so that its `up` needs no network; with `list` only looks. */
export async function pullImages(tools: RunTools, request: PullRequest): Promise<PulledImages> {
  const { world, watch } = tools;
  const { context, cautions } = await contextOf(world, request);
  for (const caution of cautions) watch.noted(caution);
  const { mode } = context.stack;
  const images = stackImages(context);
  if (images.length === 0)
    return {
      ...{ mode, images: [], done: [], ms: 0 },
      note: `mode ${mode} runs no container here: avb dev pull --mode live`,
    };
  const before = await lookFor(world, referencesOf(images));
  const derived = request.list ? [] : await world.containers.images([LABELS.prepared], { timeoutMs: LIVE_MS.look });
  const steps = request.list ? [] : imageSteps(images.flatMap(wanted), before, { pull: true, derived });
  const run = steps.length === 0 ? undefined : await runPlan(tools, { steps }, "avb dev pull");
  const now = run === undefined ? before : await lookFor(world, referencesOf(images));
  for (const caution of await foreignImages(world, now)) watch.noted(caution);
  const done = steps.map(({ id }) => id.replace("image-", ""));
  return { mode, images: images.map((one) => listed(context, one, now)), done, ms: run?.ms ?? 0 };
}

async function contextOf(world: World, { overrides, version, prepare, list }: PullRequest) {
  const checkout = await openCheckout(world, overrides);
  const resolved = await resolveStack(world, checkout, overrides);
  // A list asks no registry.
  const stack = list ? resolved : await chooseStandIns(world, checkout, { stack: resolved, wishes: { version } });
  return lockedHere(world, await renderContext(world, checkout, { stack, version, prepare }));
}

const referencesOf = (images: readonly StackImage[]): readonly string[] =>
  images.flatMap(({ reference, builds }) => [reference, ...builds.map(({ tag }) => tag)]);

/** Unlike `up`, which can do without the base of an image that is prepared, this wants both. */
const wanted = ({ reference, services: [service = ""], builds }: StackImage): readonly WantedImage[] => [
  { reference, service },
  ...builds.map((build) => ({ reference: build.tag, service, build })),
];

function listed(
  { digests = {} }: RenderContext,
  { reference, name, services, builds }: StackImage,
  images: ReadonlyMap<string, EngineImage | undefined>,
): ListedImage {
  const image = images.get(reference);
  const locked = Object.hasOwn(digests, name) ? digests[name] : undefined;
  const prepared = builds.every(({ tag }) => images.get(tag) !== undefined);
  return {
    ...{ image: reference, services, here: image !== undefined },
    ...(image === undefined ? {} : { bytes: image.bytes }),
    ...(locked === undefined ? {} : { locked }),
    ...(builds.length === 0 ? {} : { prepared }),
  };
}
