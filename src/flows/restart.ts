import type { RunTools } from "../domain/graph.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";
import { requireInStack } from "./service-in-stack.ts";
import { type UpOptions, up } from "./up.ts";
import type { UpResult } from "./up-result.ts";

/** What is started anew. */
export interface RestartOptions extends UpOptions {
  /** One service alone; all of the stack when absent. */
  readonly service?: string | undefined;
}

/** Starts the stack, or one of its services, anew with the same ports, keys, identities and data, and makes it usable. */
export async function restart(tools: RunTools, { service, ...options }: RestartOptions): Promise<UpResult> {
  const anew: UpOptions = { ...options, restart: "a restart was asked for" };
  if (service === undefined) return up(tools, anew);
  const checkout = await openCheckout(tools.world, options);
  const stack = await resolveStack(tools.world, checkout, options);
  return up(tools, { ...anew, restartOnly: requireInStack(service, "avb dev restart", stack).id });
}
