import { type Checkout, checkoutAt } from "../domain/checkout.ts";
import { UNCONFIGURED } from "../domain/config.ts";
import { AvbError, AvbErrors } from "../domain/errors/avb-error.ts";
import type { World } from "../domain/world.ts";
import { chooseSlot } from "./choose-slot.ts";
import { findPlace } from "./find-root.ts";
import { openCheckout } from "./open-checkout.ts";

/** A checkout, and what is wrong with its configuration. */
export interface OpenedAnyway {
  readonly checkout: Checkout;
  readonly problems: readonly AvbError[];
}

/** Opens the checkout even where its configuration cannot be used: for those who only look, and for ending what runs. */
export const openAnyway = (world: World): Promise<OpenedAnyway> =>
  openCheckout(world).then(
    (checkout) => ({ checkout, problems: [] }),
    async (error: unknown) => ({ checkout: await plainCheckout(world), problems: problemsOf(error) }),
  );

/** The checkout without its configuration. */
async function plainCheckout(world: World): Promise<Checkout> {
  const place = await findPlace(world);
  const slot = await chooseSlot(world, place).catch(() => 0 as const);
  return checkoutAt(place, slot, UNCONFIGURED);
}

function problemsOf(error: unknown): readonly AvbError[] {
  if (error instanceof AvbErrors) return error.problems;
  if (error instanceof AvbError) return [error];
  throw error;
}
