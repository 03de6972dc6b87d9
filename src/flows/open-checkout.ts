import { type Checkout, type CheckoutPlace, checkoutAt } from "../domain/checkout.ts";
import type { ConfigOverrides, LoadedConfig } from "../domain/config.ts";
import { keysInNeed } from "../domain/trust.ts";
import type { World } from "../domain/world.ts";
import { chooseSlot } from "./choose-slot.ts";
import { findPlace } from "./find-root.ts";
import { loadConfig } from "./load-config.ts";
import { trustStanding } from "./trust-standing.ts";

/**
 * Finds the checkout a command was started in, with its effective configuration and its slot. What the configuration wants
 * and may not have yet is only noted in `loaded.untrusted`: `requireTrust` stops the commands that would act on it.
 */
export async function openCheckout(world: World, overrides: ConfigOverrides = {}): Promise<Checkout> {
  const place = await findPlace(world);
  const loaded = await judged(world, place, overrides);
  const { slot: configured } = loaded.config;
  const slot = await chooseSlot(world, { ...place, ...(configured === undefined ? {} : { configured }) });
  return checkoutAt(place, slot, loaded);
}

async function judged(world: World, where: CheckoutPlace, overrides: ConfigOverrides): Promise<LoadedConfig> {
  const read = await loadConfig(world, where.root, overrides);
  const wanted = keysInNeed(read.config);
  const trusted = wanted.length === 0 || (await trustStanding(world, { ...where, ...read })).trusted;
  return { ...read, untrusted: trusted ? [] : wanted };
}
