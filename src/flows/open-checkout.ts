import { type Checkout, checkoutId, slugOf, statePaths, stateRootOf } from "../domain/checkout.ts";
import type { ConfigOverrides, LoadedConfig } from "../domain/config.ts";
import { keysInNeed } from "../domain/trust.ts";
import type { World } from "../domain/world.ts";
import { chooseSlot } from "./choose-slot.ts";
import { findRoot } from "./find-root.ts";
import { loadConfig } from "./load-config.ts";
import { trustStanding } from "./trust-standing.ts";

/**
 * Finds the checkout a command was started in, with its effective configuration and its slot. What the configuration wants
 * and may not have yet is only noted in `loaded.untrusted`: `requireTrust` stops the commands that would act on it.
 */
export async function openCheckout(world: World, overrides: ConfigOverrides = {}): Promise<Checkout> {
  const stateRoot = stateRootOf(world.host);
  const root = await findRoot(world);
  const id = checkoutId(root, world.hash.sha256);
  const loaded = await judged(world, { root, id, stateRoot }, overrides);
  const { slot: configured } = loaded.config;
  const slot = await chooseSlot(world, { root, id, stateRoot, ...(configured === undefined ? {} : { configured }) });
  return { root, slug: slugOf(root), id, slot, state: statePaths(stateRoot, id, slot), loaded };
}

async function judged(
  world: World,
  where: { readonly root: string; readonly id: string; readonly stateRoot: string },
  overrides: ConfigOverrides,
): Promise<LoadedConfig> {
  const read = await loadConfig(world, where.root, overrides);
  const wanted = keysInNeed(read.config);
  const trusted = wanted.length === 0 || (await trustStanding(world, { ...where, ...read })).trusted;
  return { ...read, untrusted: trusted ? [] : wanted };
}
