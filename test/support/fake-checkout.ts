import { type Checkout, statePaths } from "../../src/domain/checkout.ts";
import { type Config, DEFAULT_CONFIG } from "../../src/domain/config.ts";
import type { Slot } from "../../src/domain/stack.ts";

/** A checkout in /home/dev/shop whose state lies below this folder, with this much said in its configuration. */
export function fakeCheckout(config: Partial<Config> = {}, { slot = 0 as Slot, stateRoot = "/state" } = {}): Checkout {
  const id = "shop-1234abcd";
  const loaded = { config: { ...DEFAULT_CONFIG, ...config }, origins: {}, files: [], untrusted: [] };
  return { root: "/home/dev/shop", slug: "shop", id, slot, state: statePaths(stateRoot, id, slot), loaded };
}
