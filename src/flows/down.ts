import type { Checkout } from "../domain/checkout.ts";
import type { Forwards } from "../domain/forwards.ts";
import type { RunTools } from "../domain/graph.ts";
import { type Plan, type Step, type StepFacts, stepFacts } from "../domain/plan.ts";
import type { World } from "../domain/world.ts";
import { changeStack, runPlan } from "./change-stack.ts";
import { forget } from "./end-sandbox.ts";
import { downSteps } from "./hooks/down-hook.ts";
import { observeDown, planDownLive } from "./live/down-live.ts";
import { endForwards, observeForwards } from "./live/forward.ts";
import { isLiving, type ObservedSandbox, observeSandbox } from "./observe-sandbox.ts";
import { openAnyway } from "./open-anyway.ts";
import { onlyInVault } from "./secrets/only-in-vault.ts";
import { findOrphan, type Orphan } from "./start-sandbox.ts";
import { endCutOff, endServer } from "./up-steps.ts";

/** What `down` found and did. */
export interface DownResult {
  /** What was there: a server, the record of one that had died, a start that was cut off, or nothing. */
  readonly was: "running" | "dead" | "cut off" | "not running";
  readonly pid?: number;
  /** Names of what was ended at the container engine. */
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  readonly plan: readonly StepFacts[];
  readonly ms: number;
}

/** Ends this checkout's server and containers and waits until they are gone; what the next start needs stays, data too unless `volumes` is set. */
export async function down(
  tools: RunTools,
  { volumes = false, hooks = true, warned = false }: Omit<DownWishes, "command"> = {},
): Promise<DownResult> {
  const { world } = tools;
  const { checkout, problems } = await openAnyway(world);
  for (const problem of problems) tools.watch.noted(`the configuration cannot be read: ${problem.message}`);
  return downCheckout(tools, checkout, { command: "avb dev down", volumes, hooks, warned });
}

/** What would be lost with the volumes of the checkout's stack: a line for each thing. */
export const wouldBeLost = async (world: World): Promise<readonly string[]> =>
  onlyInVault(world, (await openAnyway(world)).checkout);

/** How a stack is ended. */
export interface DownWishes {
  /** What the person typed. */
  readonly command: string;
  /** Remove the data too. */
  readonly volumes?: boolean;
  readonly hooks?: boolean;
  /** The person knows what is lost with the data. */
  readonly warned?: boolean;
}

/** The same for a checkout that is known already; only its state files are needed. */
export function downCheckout(
  tools: RunTools,
  checkout: Checkout,
  { command, volumes = false, hooks = false, warned = false }: DownWishes,
): Promise<DownResult> {
  const { world } = tools;
  return changeStack(tools, { checkout, command, byPlan: true }, async (inside) => {
    if (volumes && !warned) for (const line of await onlyInVault(world, checkout)) inside.watch.noted(line);
    const observed = await observeSandbox(world, checkout);
    const orphan = isLiving(observed) ? undefined : await findOrphan(world, checkout);
    const left = await observeDown(world, checkout, { volumes });
    const runs = isLiving(observed) || left.containers.some(({ life }) => life === "running");
    const { have } = await observeForwards(world, checkout);
    const ends = [
      ...planDown(checkout, observed, orphan).steps,
      ...planDownLive(checkout, left),
      ...lastly(checkout, have),
    ];
    const plan = { steps: await downSteps(inside, checkout, { steps: ends, hooks: hooks && runs }) };
    const { ms } = await runPlan(inside, plan, command);
    const { networks, volumes: removed } = left;
    const ended = { containers: left.containers.map(({ name }) => name), networks, volumes: removed };
    return { ...foundBy(observed, orphan), ...ended, plan: stepFacts(plan), ms };
  });
}

/** The steps that end the sandbox; none when nothing of it is there. */
export function planDown(checkout: Checkout, observed: ObservedSandbox, orphan: Orphan | undefined): Plan {
  const steps: Step[] = [];
  if (isLiving(observed)) steps.push(endServer(checkout, observed, "it is running"));
  if (observed.state === "dead") steps.push(forgetServer(checkout, observed.instance));
  if (orphan !== undefined) steps.push(endCutOff(orphan));
  return { steps };
}

/** The ports are brought here until the last container is gone: a `down` that could not end all is to be repeated. */
const lastly = (checkout: Checkout, have: Forwards | undefined): readonly Step[] =>
  have === undefined ? [] : [endForwards(checkout, have, "the stack ends", ["containers", "forget-containers"])];

const forgetServer = (checkout: Checkout, instance: Parameters<typeof forget>[2]): Step => ({
  id: "forget-server",
  title: "remove the record of the sandbox server",
  because: `its process (pid ${instance.pid}) is gone`,
  after: [],
  run: (world) => forget(world, checkout, instance),
});

function foundBy(observed: ObservedSandbox, orphan: Orphan | undefined): Pick<DownResult, "was" | "pid"> {
  if (isLiving(observed)) return { was: "running", pid: observed.instance.pid };
  if (orphan !== undefined) return { was: "cut off", pid: orphan.pid };
  return observed.state === "dead" ? { was: "dead", pid: observed.instance.pid } : { was: "not running" };
}
