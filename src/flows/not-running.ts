import type { Checkout } from "../domain/checkout.ts";
import { describeOwner } from "../domain/port-owner-text.ts";
import { standInKey } from "../domain/ports-wanted.ts";
import type { Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { services } from "../services/index.ts";
import { addressesOf, probePort } from "./probe-port.ts";
import { livingInstance } from "./resolve-stack.ts";

/**
 * What whoever is given this stack's addresses should know: that nothing answers there yet, or that somebody else does.
 * Undefined where the sandbox runs, and for modes that avb starts nothing in.
 */
export async function notRunning(world: World, checkout: Checkout, stack: Stack): Promise<string | undefined> {
  const quick = await notStarted(world, checkout, stack);
  if (quick === undefined) return undefined;
  for (const offer of ["identity", "billing"] as const) {
    const key = standInKey(services, offer);
    const port = key === undefined ? undefined : stack.ports.get(key);
    const verdict = port === undefined ? undefined : await probePort(world, port, addressesOf(true));
    if (verdict?.state === "taken")
      return `the sandbox is not running, and port ${port} is held by ${describeOwner(verdict.owner)}; avb dev up starts it on another port`;
  }
  return quick;
}

/** The same from the records alone, for those who must answer at once: no port is bound for a look. */
export async function notStarted(world: World, checkout: Checkout, stack: Stack): Promise<string | undefined> {
  if (stack.mode !== "sandbox" || (await livingInstance(world, checkout)) !== undefined) return undefined;
  return "the sandbox is not running; avb dev up starts it";
}
