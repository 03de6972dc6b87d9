import { closest } from "../domain/closest.ts";
import type { ConfigOverrides } from "../domain/config.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { clockCaution } from "../domain/sandbox-clock.ts";
import type { World } from "../domain/world.ts";
import { services } from "../services/index.ts";
import { clockOffset } from "./clock-offset.ts";
import { type Access, describeAccess } from "./describe-access.ts";
import { notRunning } from "./not-running.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";

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
  const known: readonly string[] = services.map(({ id }) => id);
  if (service !== undefined && !known.includes(service)) throw unknown(service, known);
  const checkout = await openCheckout(world, overrides);
  const stack = await resolveStack(world, checkout, overrides);
  const idle = await notRunning(world, checkout, stack);
  const moved = stack.mode === "sandbox" ? clockCaution(await clockOffset(world, checkout)) : undefined;
  for (const caution of [idle, moved]) if (caution !== undefined) request.caution?.(caution);
  return describeAccess(world, checkout, stack, { service, reveal });
}

function unknown(name: string, known: readonly string[]): AvbError {
  const near = closest(name, known);
  return AvbError.of("SERVICE_UNKNOWN", {
    name,
    option: "avb dev info",
    meant: near === undefined ? "" : ` (did you mean ${near}?)`,
    known: known.join(", "),
    fix: `avb dev info${near === undefined ? "" : ` ${near}`}`,
  });
}
