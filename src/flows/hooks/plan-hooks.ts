import type { Checkout } from "../../domain/checkout.ts";
import type { HookName } from "../../domain/hook.ts";
import { commandText } from "../../domain/hook.ts";
import type { Step } from "../../domain/plan.ts";
import type { Stack } from "../../domain/stack.ts";
import { rememberHook } from "./hook-record.ts";
import type { SeenHook, SeenHooks } from "./observe-hooks.ts";
import { runHook } from "./run-hook.ts";

/** Whose hooks are planned, and which of them there are. */
export interface HookContext {
  readonly checkout: Checkout;
  readonly stack: Stack;
  readonly hooks: SeenHooks;
}

const IS_SEED = /^seed(?:-|$)/;
/** Steps after which something can be used that could not before. */
const MAKES_USABLE = /^(?:usable|prove|start)-/;

/** The same steps with the hooks around seeding, and after everything can be used. */
export function withUpHooks(steps: readonly Step[], context: HookContext, seeds: boolean): readonly Step[] {
  const { hooks } = context;
  const seeded = withSeedHooks(steps, context, seeds);
  const last = hooks.get("after_usable");
  const begins = steps.some(({ id }) => MAKES_USABLE.test(id));
  if (last === undefined || (!begins && last.standing === "done")) return seeded;
  return [
    ...seeded,
    hookStep(context, last, {
      because: begins ? "the stack was not usable" : WHY[last.standing],
      after: endsOf(seeded),
    }),
  ];
}

const WHY = { done: "", changed: "it has changed", unfinished: "it has not come to its end yet" } as const;

/** The same steps with the hooks around seeding. One that has not come to its end is run though nothing is left to seed. */
export function withSeedHooks(steps: readonly Step[], context: HookContext, seeds: boolean): readonly Step[] {
  const { hooks } = context;
  const seeding = steps.filter(({ id }) => IS_SEED.test(id));
  const first = seeding.length === 0 ? undefined : hooks.get("before_seed");
  const last = seeds ? hooks.get("after_seed") : undefined;
  const before =
    first === undefined ? steps : [...steps.map(afterHook), hookStep(context, first, beforeSeeding(steps))];
  if (last === undefined || (seeding.length === 0 && last.standing === "done")) return before;
  const because = seeding.length > 0 ? "something is seeded" : WHY[last.standing];
  return [...before, hookStep(context, last, { because, after: endsOf(before) })];
}

const idsOf = (steps: readonly Step[]): readonly string[] => steps.map(({ id }) => id);

/** The steps that no other one waits for: when they are done, all are. */
function endsOf(steps: readonly Step[]): readonly string[] {
  const awaited = new Set(steps.flatMap(({ after }) => after));
  return idsOf(steps).filter((id) => !awaited.has(id));
}

const afterHook = (step: Step): Step =>
  IS_SEED.test(step.id) ? { ...step, after: [...step.after, stepId("before_seed")] } : step;

/** Everything that does not itself wait for the seeds. */
function beforeSeeding(steps: readonly Step[]): Pick<Step, "because" | "after"> {
  const late = new Set(idsOf(steps.filter(({ id }) => IS_SEED.test(id))));
  for (let size = -1; size !== late.size; ) {
    size = late.size;
    for (const { id, after } of steps) if (after.some((other) => late.has(other))) late.add(id);
  }
  return { because: "something is to be seeded", after: endsOf(steps.filter(({ id }) => !late.has(id))) };
}

/** The steps of `down`: nothing is ended before the hook has done its work. */
export function withDownHook(steps: readonly Step[], context: HookContext): readonly Step[] {
  const hook = context.hooks.get("before_down");
  if (hook === undefined || steps.length === 0) return steps;
  const first = hookStep(context, hook, { because: "the stack is about to be ended", after: [] });
  return [first, ...steps.map((step) => ({ ...step, after: [...step.after, first.id] }))];
}

const stepId = (name: HookName): string => `hook-${name}`;

function hookStep(
  { checkout, stack }: HookContext,
  { hook, digest }: SeenHook,
  { because, after }: Pick<Step, "because" | "after">,
): Step {
  return {
    ...{ id: stepId(hook.name), title: `run the hook ${hook.name}: ${commandText(hook.command)}`, because, after },
    run: async (world, report, signal) => {
      await runHook(world, { checkout, stack, hook }, { report, signal });
      if (isRemembered(hook.name)) await rememberHook(world, checkout, [hook.name, digest]);
    },
  };
}

const isRemembered = (name: HookName): boolean => name.startsWith("after_");

/** The hooks among the steps of which it is written down that they came to their end. */
export const hooksIn = (steps: readonly Step[], { hooks }: Pick<HookContext, "hooks">): readonly HookName[] =>
  [...hooks.keys()].filter((name) => isRemembered(name) && steps.some(({ id }) => id === stepId(name)));
