import type { Checkout } from "../../domain/checkout.ts";
import type { RunTools } from "../../domain/graph.ts";
import { hookOf } from "../../domain/hook.ts";
import type { Step } from "../../domain/plan.ts";
import { resolveStack } from "../resolve-stack.ts";
import { observeHooks } from "./observe-hooks.ts";
import { withDownHook } from "./plan-hooks.ts";

/** The steps of `down` after its hook. What nobody has allowed does not keep a stack from being ended: it is left out, and said. */
export async function downSteps(
  { world, watch }: RunTools,
  checkout: Checkout,
  { steps, hooks }: { readonly steps: readonly Step[]; readonly hooks: boolean },
): Promise<readonly Step[]> {
  const { config, untrusted } = checkout.loaded;
  if (!hooks || steps.length === 0 || hookOf(config.hooks, "before_down") === undefined) return steps;
  if (untrusted.includes("hooks")) {
    watch.noted("the hook before_down was not run: these files are not trusted (avb trust)");
    return steps;
  }
  const stack = await resolveStack(world, checkout);
  return withDownHook(steps, { checkout, stack, hooks: await observeHooks(world, checkout, ["before_down"]) });
}
