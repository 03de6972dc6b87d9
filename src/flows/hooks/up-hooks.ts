import type { Checkout } from "../../domain/checkout.ts";
import type { TrustedKey } from "../../domain/config.ts";
import type { HookName } from "../../domain/hook.ts";
import { hookOf } from "../../domain/hook.ts";
import type { Plan } from "../../domain/plan.ts";
import { withoutWaiting } from "../../domain/plan-detached.ts";
import type { World } from "../../domain/world.ts";
import type { UpObservation } from "../observe-up.ts";
import { planUp } from "../plan-up.ts";
import { NO_HOOKS, observeHooks } from "./observe-hooks.ts";
import { hooksIn, withUpHooks } from "./plan-hooks.ts";

const MOMENTS: readonly HookName[] = ["before_seed", "after_seed", "after_usable"];

/** What `up` is asked for, as far as the plan depends on it; `hooks: false` leaves them out. */
export type UpPlanOptions = Parameters<typeof planUp>[2] & {
  readonly hooks?: boolean;
  /** Start everything, and do not wait until it can be used. */
  readonly detach?: boolean | undefined;
};

/** What `up` acts on of the configuration and what a person must have allowed. */
export const neededTrust = ({ hooks, seed }: UpPlanOptions): readonly TrustedKey[] => [
  "services",
  ...(seed ? (["seeds"] as const) : []),
  ...(hooks === false ? [] : (["hooks"] as const)),
];

/** The steps of `up` with the hooks around them, which hooks are to be written down as not done before they run, and whom it does not wait for. */
export async function planWithHooks(
  world: World,
  checkout: Checkout,
  { observed, options }: { readonly observed: UpObservation; readonly options: UpPlanOptions },
): Promise<{ readonly plan: Plan; readonly begun: readonly HookName[]; readonly notAwaited: readonly string[] }> {
  const { steps } = planUp(checkout, observed, options);
  const hooks = options.hooks === false ? NO_HOOKS : await observeHooks(world, checkout, MOMENTS);
  const { stack } = observed.allocation;
  const context = { checkout, stack, hooks };
  const holds = stack.embedded.size > 0 || observed.seeds?.holds === true;
  const all = withUpHooks(steps, context, options.seed && holds);
  const { notAwaited, ...plan } = options.detach ? withoutWaiting(all) : { steps: all, notAwaited: [] };
  return { plan, begun: hooksIn(plan.steps, context), notAwaited };
}

/** How long the hooks of `up` may take together, in milliseconds. */
export function hooksMs({ loaded }: Checkout, { hooks }: UpPlanOptions): number {
  if (hooks === false) return 0;
  const all = MOMENTS.map((name) => hookOf(loaded.config.hooks, name)?.timeoutMs ?? 0);
  return all.reduce((sum, ms) => sum + ms, 0);
}
