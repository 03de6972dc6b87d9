import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { RunTools } from "../domain/graph.ts";
import type { Service } from "../domain/service.ts";
import { requireTrust } from "../domain/trust.ts";
import type { World } from "../domain/world.ts";
import { services } from "../services/index.ts";
import { changeStack, runPlan } from "./change-stack.ts";
import { dryWorld } from "./dry-world.ts";
import { forgetHooks } from "./hooks/hook-record.ts";
import { NO_HOOKS, observeHooks, type SeenHooks } from "./hooks/observe-hooks.ts";
import { hooksIn, withSeedHooks } from "./hooks/plan-hooks.ts";
import { requireSandbox } from "./mode-verbs.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";
import { SEED_LOOKS, type SeedLook, type SeedVerdict } from "./seed-services.ts";

/** What is to be seeded. */
export interface SeedOptions {
  readonly mode?: string;
  /** Ids of services; all of them when empty. */
  readonly services: readonly string[];
  /** Only look. */
  readonly planOnly: boolean;
  /** False: the hooks are left out. */
  readonly hooks?: boolean;
}

/** How many things there are of each verdict. */
export interface SeedCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly unmanaged: number;
  /** Differences that the service does not let go away. */
  readonly blocked: number;
}

/** What became of one service. */
export interface SeededService {
  readonly service: string;
  readonly does: "seeds" | "nothing";
  /** The matrix's word for the mode, and its note. */
  readonly word: string;
  readonly note: string;
  readonly written: number;
  readonly counts: SeedCounts;
  /** What differs, and what is there beyond the document; what is kept is only counted. */
  readonly changes: readonly SeedVerdict[];
}

/** What `seed` did, or would do. */
export interface SeedResult {
  readonly planned: boolean;
  /** Things written; 0 the second time. */
  readonly written: number;
  readonly services: readonly SeededService[];
}

/** Makes what the sandbox holds that of the documents; services that the mode bypasses are reported as such. */
export async function seed(tools: RunTools, options: SeedOptions): Promise<SeedResult> {
  const { planOnly } = options;
  const world = planOnly ? dryWorld(tools.world) : tools.world;
  const mode = options.mode === undefined ? {} : { mode: options.mode };
  const checkout = await openCheckout(world, mode);
  const chosen = choose(options.services);
  const stack = requireSandbox("seed", await resolveStack(world, checkout, mode));
  const { embedded } = stack;
  const targets = chosen.flatMap((service) =>
    service.standIn !== undefined && embedded.has(service.id) ? [{ service, look: SEED_LOOKS[service.standIn] }] : [],
  );
  const others = chosen.filter((service) => !targets.some((target) => target.service === service));
  const resultOf = (seen: readonly Seen[]): SeedResult => {
    const done = seen.map((one) => reportOf(one, planOnly));
    const written = done.reduce((sum, one) => sum + one.written, 0);
    return { planned: planOnly, written, services: [...done, ...others.map(nothingToDo)] };
  };
  const observe = () =>
    Promise.all(
      targets.map(async ({ service, look }) => ({ service, seen: await look(world, checkout, tools.signal) })),
    );
  if (planOnly || targets.length === 0) return resultOf(await observe());
  return changeStack(tools, { checkout, command: "avb dev seed" }, async (inside) => {
    const seen = await observe();
    const context = { checkout, stack, hooks: await hooksOf(world, checkout, options) };
    const steps = withSeedHooks(
      seen.flatMap((one) => one.seen.step ?? []),
      context,
      true,
    );
    await forgetHooks(world, checkout, hooksIn(steps, context));
    await runPlan(inside, { steps }, "avb dev seed");
    return resultOf(seen);
  });
}

async function hooksOf(world: World, checkout: Checkout, { hooks }: SeedOptions): Promise<SeenHooks> {
  if (hooks === false) return NO_HOOKS;
  requireTrust(checkout, ["hooks"]);
  return observeHooks(world, checkout, ["before_seed", "after_seed"]);
}

interface Seen {
  readonly service: Service;
  readonly seen: SeedLook;
}

function choose(ids: readonly string[]): readonly Service[] {
  const known: readonly Service[] = services;
  for (const id of ids)
    if (!known.some((service) => service.id === id))
      throw AvbError.of("SEED_UNKNOWN", { service: id, services: known.map((service) => service.id).join(", ") });
  return ids.length === 0 ? known : known.filter((service) => ids.includes(service.id));
}

function reportOf({ service, seen }: Seen, planOnly: boolean): SeededService {
  const verdicts = [...seen.verdicts, ...seen.kept];
  const count = (word: SeedVerdict["do"]) => verdicts.filter((verdict) => verdict.do === word).length;
  return {
    ...nothingToDo(service),
    ...{ does: "seeds", written: planOnly ? 0 : seen.differing },
    counts: {
      created: count("create"),
      updated: count("update"),
      unchanged: count("keep"),
      unmanaged: count("orphan"),
      blocked: count("blocked"),
    },
    changes: verdicts.filter((verdict) => verdict.do !== "keep"),
  };
}

const NONE: SeedCounts = { created: 0, updated: 0, unchanged: 0, unmanaged: 0, blocked: 0 };

function nothingToDo({ id, statuses }: Service): SeededService {
  const row = statuses?.sandbox;
  const about = { service: id, word: row?.word ?? "", note: row?.notes ?? "not part of this mode" };
  return { ...about, does: "nothing", written: 0, counts: NONE, changes: [] };
}
