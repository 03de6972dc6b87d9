import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { RunTools } from "../domain/graph.ts";
import { folderOf } from "../domain/live/kept-folder.ts";
import { type Plan, type Step, type StepFacts, stepFacts } from "../domain/plan.ts";
import { rangeOf } from "../domain/ports.ts";
import { removedByReset } from "../domain/reset-files.ts";
import { keycloak } from "../services/keycloak/index.ts";
import { catalogueOf } from "./catalogue.ts";
import { changeStack, runPlan } from "./change-stack.ts";
import { planDown } from "./down.ts";
import { observeDown, planDownLive } from "./live/down-live.ts";
import { type ObservedSandbox, observeSandbox } from "./observe-sandbox.ts";
import { openCheckout } from "./open-checkout.ts";
import { planResetSeeds } from "./reset-seeds.ts";
import { planResetService } from "./reset-service.ts";
import type { Seeders } from "./seeding/seeders.ts";
import { findOrphan } from "./start-sandbox.ts";
import { tornWrites } from "./torn-writes.ts";

/** How far back is gone. */
export interface ResetOptions {
  /** Only the seeds: what differs from the documents is put back; servers, secrets, keys and data stay. */
  readonly seedsOnly: boolean;
  /** Only the data of this service's containers. */
  readonly service?: string | undefined;
  /** In place of avb's own. */
  readonly seeders?: Seeders;
}

/** What was done. */
export interface ResetResult {
  readonly plan: readonly StepFacts[];
  readonly ms: number;
}

/** Takes the checkout's stack back to its beginning. Files that `env --write` made are remembered, so that `up` writes them again. */
export async function reset(tools: RunTools, options: ResetOptions): Promise<ResetResult> {
  const { world } = tools;
  const checkout = await openCheckout(world);
  return changeStack(tools, { checkout, command: "avb dev reset" }, async (inside) => {
    const plan = await planFor(inside, checkout, options);
    const { ms } = await runPlan(inside, plan, "avb dev reset --yes");
    return { plan: stepFacts(plan), ms };
  });
}

function planFor(tools: RunTools, checkout: Checkout, { seedsOnly, service, seeders }: ResetOptions): Promise<Plan> {
  if (service !== undefined) return planResetService(tools.world, checkout, service);
  return seedsOnly ? planResetSeeds(tools, checkout, seeders) : planReset(tools, checkout);
}

const EVERYTHING = "the secrets, keys, identities, records, clock, logs and remembered ports";

async function planReset({ world, watch }: RunTools, checkout: Checkout): Promise<Plan> {
  const observed = await observeSandbox(world, checkout).catch(asUnreadable);
  const guesses = Object.values(keycloak.ports).flatMap((fact) => rangeOf(fact, checkout.slot, true));
  const orphan = observed.state === "none" ? await findOrphan(world, checkout, guesses) : undefined;
  const found = await observeDown(world, checkout, { volumes: true });
  if (found.problem !== undefined && !found.recorded) watch.noted(notAsked(found.problem));
  const live = found.problem !== undefined && !found.recorded ? [] : planDownLive(checkout, found);
  const ending = [...planDown(checkout, observed, orphan).steps, ...live];
  // Young ones too: what a start that was just killed had begun to write goes with what it belongs to.
  const whole = [...removedByReset(checkout.state), ...mountedFolders(checkout)];
  const files = [...whole, ...(await tornWrites(world, checkout.state.directory, 0))];
  const present = await Promise.all(files.map(async (path) => (await world.files.facts(path)) !== undefined));
  if (ending.length === 0 && !present.includes(true)) return { steps: [] };
  return { steps: [...ending, forgetFiles(EVERYTHING, files, ending)] };
}

/** The folders that containers were given. */
const mountedFolders = (checkout: Checkout): readonly string[] =>
  catalogueOf(checkout).flatMap(({ containers = {} }) =>
    Object.entries(containers).flatMap(([name, { folder }]) =>
      folder === undefined ? [] : [folderOf(checkout.state, name)],
    ),
  );

/** Nothing says that there is any; without an engine there is nothing to be said of it. */
const notAsked = ({ message }: AvbError): string => `${message}; data of containers, if there is any, is left`;

const forgetFiles = (what: string, files: readonly string[], ending: readonly Step[] = []): Step => ({
  id: "forget",
  title: `remove ${what} of this checkout`,
  because: "a reset was asked for",
  after: ending.map(({ id }) => id),
  run: async (world) => {
    for (const path of files) await world.files.removeTree(path);
  },
});

/** A record that nobody can read is one of the things a reset is for. */
function asUnreadable(error: unknown): ObservedSandbox {
  if (error instanceof AvbError && error.code === "STATE_CORRUPT") return { state: "none" };
  throw error;
}
