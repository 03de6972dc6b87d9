import type { Checkout } from "../domain/checkout.ts";
import type { Stack } from "../domain/stack.ts";
import { STAND_IN_MARK } from "../domain/stand-in-words.ts";
import type { World } from "../domain/world.ts";
import { describeAccess } from "./describe-access.ts";

/** Where a real container answers on this machine. */
export interface ServiceAddress {
  readonly service: string;
  /** Without its password. */
  readonly address: string;
}

/** The first address of each service that runs for real, beyond those that every stack has (sign-in and billing). */
export async function addressesIn(world: World, checkout: Checkout, stack: Stack): Promise<readonly ServiceAddress[]> {
  if (stack.running.size === 0) return [];
  const { services } = await describeAccess(world, checkout, stack, { reveal: false });
  return services.flatMap(({ title, state, standIn, items }) => {
    const [first] = items.filter(({ kind }) => kind === "url" || kind === "connection");
    return state === "runs" && first !== undefined
      ? [{ service: standIn ? `${title} (${STAND_IN_MARK})` : title, address: first.text }]
      : [];
  });
}
