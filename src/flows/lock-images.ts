import type { Checkout } from "../domain/checkout.ts";
import type { ConfigOverrides } from "../domain/config.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { RunTools } from "../domain/graph.ts";
import { IMAGE_LOCK, type LockedImages } from "../domain/image-lock.ts";
import { digestIn } from "../domain/image-reference.ts";
import type { RenderContext } from "../domain/render-context.ts";
import { type StackImage, stackImages } from "../domain/stack-images.ts";
import { runPlan } from "./change-stack.ts";
import { lockedDigests, writeImageLock } from "./image-lock.ts";
import { imageSteps } from "./live/image-steps.ts";
import { lookFor } from "./live/observe-images.ts";
import { openCheckout } from "./open-checkout.ts";
import { renderContext } from "./render-context.ts";
import { resolveStack } from "./resolve-stack.ts";

/** Which images are locked. */
export interface LockRequest {
  readonly overrides: ConfigOverrides;
  readonly version: string;
  /** False: images that are missing are an error, and not fetched. */
  readonly pull: boolean;
  /** Only compare: IMAGE_LOCK_DRIFT (14). */
  readonly check: boolean;
}

/** The lock as it is now. */
export interface ImageLockResult {
  readonly path: string;
  readonly images: LockedImages;
  /** Images that were built on this machine: no registry has them, so they have no digest. */
  readonly builtHere: readonly string[];
  readonly written: boolean;
}

/** Writes down which content each image name of a stack stands for, by what is on this machine; what is missing is fetched. */
export async function lockImages(tools: RunTools, request: LockRequest): Promise<ImageLockResult> {
  const { world } = tools;
  const checkout = await openCheckout(world, request.overrides);
  const stack = await resolveStack(world, checkout, request.overrides);
  const all = await renderContext(world, checkout, { stack, version: request.version, all: true, prepare: false });
  const context: RenderContext = { ...all, digests: {} };
  const images = stackImages(context).filter(({ reference }) => !reference.includes("@"));
  const before = await lockedDigests(world, checkout);
  // What was fetched by its digest has no name here: a comparison finds it all the same.
  const seen = request.check ? await byTheirDigests(tools, images, before) : images;
  await fetchMissing(tools, seen, request);
  const { found, builtHere } = await digestsOf(tools, seen);
  const lock = { ...stillUsed(context, before), ...found };
  for (const name of builtHere) delete lock[name];
  if (request.check) refuseDrift(before, lock);
  const written = !request.check && (await keep({ tools, checkout, before, lock }));
  return { path: `${checkout.root}/${IMAGE_LOCK}`, images: lock, builtHere, written };
}

/** A repository that locks nothing gets no file. */
async function keep(what: {
  readonly tools: RunTools;
  readonly checkout: Checkout;
  readonly before: LockedImages;
  readonly lock: LockedImages;
}): Promise<boolean> {
  const isEmpty = Object.keys({ ...what.before, ...what.lock }).length === 0;
  return !isEmpty && writeImageLock(what.tools.world, what.checkout, what.lock);
}

async function fetchMissing(
  tools: RunTools,
  images: readonly StackImage[],
  { pull, check }: LockRequest,
): Promise<void> {
  const references = images.map(({ reference }) => reference);
  const wanted = images.map(({ reference, services: [service = ""] }) => ({ reference, service }));
  const steps = imageSteps(wanted, await lookFor(tools.world, references), {
    pull: pull && !check,
    derived: [],
  });
  if (steps.length > 0) await runPlan(tools, { steps }, "avb dev lock");
}

/** The same images, those that are not here by their names but by the digests of the lock under these. */
async function byTheirDigests(
  { world }: RunTools,
  images: readonly StackImage[],
  locked: LockedImages,
): Promise<readonly StackImage[]> {
  const exact = ({ reference, name }: StackImage): string =>
    Object.hasOwn(locked, name) ? `${reference}@${locked[name]}` : reference;
  const references = images.flatMap((image) => [image.reference, exact(image)]);
  const here = await lookFor(world, references);
  return images.map((image) =>
    here.get(image.reference) === undefined ? { ...image, reference: exact(image) } : image,
  );
}

async function digestsOf({ world }: RunTools, images: readonly StackImage[]) {
  const seen = await lookFor(
    world,
    images.map(({ reference }) => reference),
  );
  const found: Record<string, string> = {};
  const builtHere: string[] = [];
  for (const { name, reference } of images) {
    const digest = digestIn(seen.get(reference)?.digests ?? [], reference);
    if (digest === undefined) builtHere.push(name);
    else found[name] = digest;
  }
  return { found, builtHere };
}

/** What an earlier lock says of images of other stacks; names that nothing uses any more go. */
function stillUsed(context: RenderContext, before: LockedImages): Record<string, string> {
  const running = new Set(context.services.map(({ id }) => id));
  const names = stackImages({ ...context, stack: { ...context.stack, running } }).map(({ name }) => name);
  return Object.fromEntries(Object.entries(before).filter(([name]) => names.includes(name)));
}

function refuseDrift(before: LockedImages, lock: LockedImages): void {
  const names = [...new Set([...Object.keys(before), ...Object.keys(lock)])].sort();
  const odd = names.find((name) => before[name] !== lock[name]);
  if (odd === undefined) return;
  const why =
    lock[odd] === undefined
      ? `${odd} is not to be locked`
      : before[odd] === undefined
        ? `${odd} is not in it`
        : `${odd} is ${lock[odd]} here`;
  throw AvbError.of("IMAGE_LOCK_DRIFT", { path: IMAGE_LOCK, why });
}
