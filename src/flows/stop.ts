import type { Checkout } from "../domain/checkout.ts";
import type { RunTools } from "../domain/graph.ts";
import { type Plan, type StepFacts, stepFacts } from "../domain/plan.ts";
import type { World } from "../domain/world.ts";
import { changeStack, runPlan } from "./change-stack.ts";
import { observeDown } from "./live/down-live.ts";
import { stopContainer } from "./live/live-steps.ts";
import { serviceOf } from "./live/look-at-live.ts";
import { isLiving, observeSandbox } from "./observe-sandbox.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";
import { requireInStack } from "./service-in-stack.ts";
import { endServer } from "./up-steps.ts";

/** What was stopped. */
export interface StopResult {
  /** Names of containers that ran. */
  readonly containers: readonly string[];
  /** The sandbox server's process, when it ran and was ended. */
  readonly pid?: number;
  readonly plan: readonly StepFacts[];
  readonly ms: number;
}

const COMMAND = "avb dev stop";

/** Stops what runs and keeps it for the next `up`: containers stay as they are, the sandbox server is ended. */
export async function stop(
  tools: RunTools,
  { service }: { readonly service?: string | undefined },
): Promise<StopResult> {
  const { world } = tools;
  const checkout = await openCheckout(world);
  const stack = await resolveStack(world, checkout);
  if (service !== undefined) requireInStack(service, COMMAND, stack);
  return changeStack(tools, { checkout, command: COMMAND, byPlan: true }, async (inside) => {
    const observed = await observeSandbox(world, checkout);
    const server = isLiving(observed) && (service === undefined || stack.embedded.has(service)) ? observed : undefined;
    const containers = await runningOf(world, checkout, service);
    const because = `${service ?? "the stack"} is to stop`;
    const ends = server === undefined ? [] : [endServer(checkout, server, because)];
    const plan: Plan = { steps: [...ends, ...containers.map((one) => stopContainer(one, because))] };
    const { ms } = await runPlan(inside, plan, COMMAND);
    const names = containers.map(({ name }) => name);
    const ended = server === undefined ? {} : { pid: server.instance.pid };
    return { containers: names, ...ended, plan: stepFacts(plan), ms };
  });
}

const RUNS: readonly string[] = ["running", "paused", "restarting"];

/** The containers that can be stopped: of one service, or all. */
async function runningOf(world: World, checkout: Checkout, service: string | undefined) {
  const { containers, problem } = await observeDown(world, checkout, { volumes: false });
  if (problem !== undefined) throw problem;
  return containers.filter((one) => RUNS.includes(one.life) && (service === undefined || serviceOf(one) === service));
}
