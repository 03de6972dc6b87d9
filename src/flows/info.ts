import type { ConfigOverrides } from "../domain/config.ts";
import { clockCaution } from "../domain/sandbox-clock.ts";
import { standInCautions } from "../domain/stand-in-words.ts";
import type { World } from "../domain/world.ts";
import { clockOffset } from "./clock-offset.ts";
import { type Access, describeAccess } from "./describe-access.ts";
import { notRunning } from "./not-running.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";
import { requireKnown } from "./service-in-stack.ts";

/** What is asked of `info`. */
export interface InfoRequest {
  readonly overrides: ConfigOverrides;
  readonly service?: string | undefined;
  readonly reveal: boolean;
  /** Told what a person should know beside it. */
  caution?(text: string): void;
}

/** How to get at this checkout's stack; SERVICE_UNKNOWN for a service that the catalogue lacks. */
export async function info(world: World, request: InfoRequest): Promise<Access> {
  const { overrides, service, reveal } = request;
  const checkout = await openCheckout(world, overrides);
  const stack = await resolveStack(world, checkout, overrides);
  if (service !== undefined) requireKnown(service, "avb dev info", stack);
  const idle = await notRunning(world, checkout, stack);
  const moved = stack.mode === "sandbox" ? clockCaution(await clockOffset(world, checkout)) : undefined;
  for (const caution of [idle, moved, ...standInCautions(stack)]) if (caution !== undefined) request.caution?.(caution);
  return describeAccess(world, checkout, stack, { service, reveal });
}
