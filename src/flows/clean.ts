import { stateRootOf } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { RunTools } from "../domain/graph.ts";
import { type Plan, type Step, type StepFacts, stepFacts } from "../domain/plan.ts";
import type { World } from "../domain/world.ts";
import { runPlan } from "./change-stack.ts";
import { listStacks } from "./list.ts";
import { trying } from "./live/down-live.ts";
import { keptSchemas } from "./live/kept-schema.ts";
import { type Leftover, type Leftovers, leftovers } from "./live/leftovers.ts";

/** What is cleaned. */
export interface CleanOptions {
  /** The newest images that avb derived, too, where no container is made from them; those that they replaced go in any case. */
  readonly images: boolean;
}

/** What there is to clean. */
export interface PlannedClean {
  readonly plan: Plan;
  /** Folders that are gone while containers of them still run; they are left. */
  readonly running: readonly string[];
}

/** What was cleaned. */
export interface CleanResult {
  readonly plan: readonly StepFacts[];
  readonly running: readonly string[];
  readonly ms: number;
}

/** What is left of checkouts whose folders are gone and of earlier versions, and why each of it goes; nothing is changed. */
export async function planClean(world: World, options: CleanOptions): Promise<PlannedClean> {
  const seen = await leftovers(world, options);
  const left: string[] = [];
  const containers = seen.found.filter(({ kind }) => kind === "container").map((one) => removal(one, left, []));
  const after = containers.map(({ id }) => id);
  const others = seen.found.filter(({ kind }) => kind !== "container").map((one) => removal(one, left, after));
  const folders = [
    ...(await leftFolders(world, seen)).map((path) => folderStep(path, left, "its checkout is gone")),
    ...(options.images ? await cachedSchemas(world) : []).map((path) => folderStep(path, left, "it can be made again")),
  ];
  const steps = [...containers, ...others, ...folders];
  const running = [...new Set(seen.running.values())];
  return { plan: { steps: steps.length === 0 ? [] : [...steps, lastly(left, steps)] }, running };
}

const removal = ({ kind, name, because, remove }: Leftover, left: string[], after: readonly string[]): Step => ({
  ...{ id: `${kind}-${name}`, title: `remove the ${kind} ${name}`, because, after },
  run: (world, report) => trying(left, { name, report, act: () => remove(world) }),
});

const folderStep = (path: string, left: string[], because: string): Step => ({
  ...{ id: `folder-${path}`, title: `remove ${path}`, because, after: [] },
  run: (world, report) => trying(left, { name: path, report, act: () => world.files.removeTree(path) }),
});

/** One thing that cannot be removed does not keep the others; it is named at the end (CLEAN_INCOMPLETE, 13). */
const lastly = (left: readonly string[], steps: readonly Step[]): Step => ({
  ...{
    id: "complete",
    title: "see that nothing is left",
    because: "a part may be in use",
    after: steps.map(({ id }) => id),
  },
  run: async () => {
    if (left.length > 0) throw AvbError.of("CLEAN_INCOMPLETE", { left: left.join("; ") });
  },
});

async function cachedSchemas(world: World): Promise<readonly string[]> {
  const folder = keptSchemas(world);
  return folder !== undefined && (await world.files.facts(folder)) !== undefined ? [folder] : [];
}

/** What avb itself kept of them: of those that had containers, and of servers that have ended. */
async function leftFolders(world: World, { gone }: Leftovers): Promise<readonly string[]> {
  const { stacks } = await listStacks(world);
  const alive = new Set(stacks.filter(({ state }) => state === "running").map(({ folder }) => folder));
  const dead = stacks.flatMap(({ state, checkoutGone, folder }) => (state === "dead" && checkoutGone ? [folder] : []));
  const kept = [...gone.keys()].map((name) => `${stateRootOf(world.host)}/${name}`);
  const candidates = [...new Set([...kept, ...dead])].filter((folder) => !alive.has(folder));
  const there = await Promise.all(candidates.map(async (path) => (await world.files.facts(path)) !== undefined));
  return candidates.filter((_, at) => there[at]);
}

/** Removes what is left of checkouts whose folders are gone; what runs, and what lacks avb's labels, is never touched. */
export async function clean(tools: RunTools, { plan, running }: PlannedClean): Promise<CleanResult> {
  const { ms } = await runPlan(tools, plan, "avb dev clean --yes");
  return { plan: stepFacts(plan), running, ms };
}
