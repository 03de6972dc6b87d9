import type { Checkout } from "../domain/checkout.ts";
import type { ConfigOverrides } from "../domain/config.ts";
import { onlyThese } from "../domain/plan-stack.ts";
import type { World } from "../domain/world.ts";
import { catalogueOf } from "./catalogue.ts";
import { openCheckout } from "./open-checkout.ts";

/** What is asked for, where the services may be named that alone are to run. */
interface OnlyWishes extends ConfigOverrides {
  /** Only these services and what they need; `with` and `without` are not said beside it. */
  readonly only?: readonly string[] | undefined;
}

/** The checkout, and what was asked for with `only` as what is wanted and what is left out. */
export async function openForUp<Options extends OnlyWishes>(
  world: World,
  asked: Options,
): Promise<{ readonly checkout: Checkout; readonly options: Options }> {
  const checkout = await openCheckout(world, asked);
  if (asked.only === undefined) return { checkout, options: asked };
  const options = { ...asked, ...onlyThese(catalogueOf(checkout), asked.only) };
  return { checkout: await openCheckout(world, options), options };
}
