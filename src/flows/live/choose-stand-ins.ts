import type { Checkout } from "../../domain/checkout.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import type { Stack } from "../../domain/stack.ts";
import { stackImages } from "../../domain/stack-images.ts";
import type { World } from "../../domain/world.ts";
import { STAND_INS } from "../../services/stand-ins.ts";
import { renderContext } from "../render-context.ts";
import { lookFor } from "./observe-images.ts";

/** What decides on whether avb may run a stand-in. */
export interface StandInWishes {
  readonly version: string;
  /** Undefined: as the stack that is there has it, else as the configuration says. */
  readonly allowStandIn?: boolean | undefined;
  /** False: a registry is not asked, an image that is not here cannot be had. */
  readonly pull?: boolean;
}

/**
 * The stack with a stand-in for each service whose images are neither here nor to be had. Nothing is fetched.
 * IMAGE_HAS_STANDIN (5) where that was not allowed.
 */
export async function chooseStandIns(
  world: World,
  checkout: Checkout,
  { stack, wishes }: { readonly stack: Stack; readonly wishes: StandInWishes },
): Promise<Stack> {
  const { standIns: kept = new Set<string>(), ...real } = stack;
  const wanted = Object.keys(STAND_INS).filter((id) => stack.mode !== "production" && stack.running.has(id));
  const allowedFor = (id: string) => wishes.allowStandIn ?? (kept.has(id) || isAllowed(checkout, id));
  const chosen = new Set<string>();
  for (const id of wanted) {
    const missing = await missingImages(world, checkout, { stack: real, id, version: wishes.version });
    if (missing.length === 0) continue;
    const allowed = allowedFor(id);
    if (allowed && kept.has(id)) chosen.add(id);
    else if (await isStandInDue(world, { id, missing, allowed, wishes })) chosen.add(id);
  }
  return chosen.size === 0 ? real : { ...real, standIns: chosen };
}

/** Whether the configuration allows it (`lago: {allow_standin: true}`). */
const isAllowed = ({ loaded }: Checkout, id: string): boolean =>
  Object(Reflect.get(loaded.config, id)).allow_standin === true;

async function missingImages(
  world: World,
  checkout: Checkout,
  { stack, id, version }: { readonly stack: Stack; readonly id: string; readonly version: string },
): Promise<readonly string[]> {
  const context = await renderContext(world, checkout, { stack: { ...stack, running: new Set([id]) }, version });
  const references = stackImages(context).map(({ reference }) => reference);
  const images = await lookFor(world, references);
  return references.filter((one) => images.get(one) === undefined);
}

interface Doubt {
  readonly id: string;
  readonly missing: readonly string[];
  readonly allowed: boolean;
  readonly wishes: StandInWishes;
}

async function isStandInDue(world: World, { id, missing, allowed, wishes }: Doubt): Promise<boolean> {
  const refusal = wishes.pull === false ? notPulled(id, missing) : await firstRefusal(world, missing);
  if (refusal === undefined) return false;
  if (!allowed)
    throw AvbError.of("IMAGE_HAS_STANDIN", { service: id, why: refusal.message, image: String(refusal.facts.image) });
  return true;
}

const notPulled = (service: string, [image = ""]: readonly string[]): AvbError =>
  AvbError.of("IMAGE_NOT_PULLED", { image, service });

async function firstRefusal(world: World, images: readonly string[]): Promise<AvbError | undefined> {
  const asked = await Promise.all(images.map((one) => world.containers.refusal(one, { timeoutMs: LIVE_MS.registry })));
  return asked.find((refusal) => refusal !== undefined);
}
