import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { RunTools } from "../domain/graph.ts";
import type { Step } from "../domain/plan.ts";
import type { SeedLook, SeedVerdict } from "../domain/seeding.ts";
import type { Service } from "../domain/service.ts";
import { requireTrust } from "../domain/trust.ts";
import type { World } from "../domain/world.ts";
import { services } from "../services/index.ts";
import { changeStack, runPlan } from "./change-stack.ts";
import { dryWorld } from "./dry-world.ts";
import { forgetHooks } from "./hooks/hook-record.ts";
import { NO_HOOKS, observeHooks, type SeenHooks } from "./hooks/observe-hooks.ts";
import { hooksIn, withSeedHooks } from "./hooks/plan-hooks.ts";
import { requireStartable } from "./mode-verbs.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";
import { nothingSeeded, type SeedResult, seededService } from "./seed-report.ts";
import { type SeedTarget, seedTargets } from "./seeding/seed-targets.ts";

/** What is to be seeded. */
export interface SeedOptions {
  readonly mode?: string;
  /** Ids of services; all of them when empty. */
  readonly services: readonly string[];
  /** Only look. */
  readonly planOnly: boolean;
  /** Remove what earlier seedings made and no document names any more. */
  readonly prune?: boolean;
  /** False: the hooks are left out. */
  readonly hooks?: boolean;
}

/** What was seen of a target, and what it took and yet kept otherwise. */
interface Seen {
  readonly target: SeedTarget;
  look: SeedLook;
  kept: readonly SeedVerdict[];
}

/** Makes what the stack holds that of the documents; services that the mode bypasses are reported as such. */
export async function seed(tools: RunTools, options: SeedOptions): Promise<SeedResult> {
  const { planOnly, prune = false } = options;
  const world = planOnly ? dryWorld(tools.world) : tools.world;
  const mode = options.mode === undefined ? {} : { mode: options.mode };
  const checkout = await openCheckout(world, mode);
  const chosen = choose(options.services);
  const stack = requireStartable("seed", await resolveStack(world, checkout, mode));
  const targets = await seedTargets(world, checkout, { stack, services: chosen, prune });
  const others = chosen.filter((service) => !targets.some((target) => target.service === service));
  const resultOf = (seen: readonly Seen[]): SeedResult => {
    const done = seen.map(({ target, ...one }) =>
      seededService({ service: target.service, ...one }, planOnly, stack.mode),
    );
    const written = done.reduce((sum, one) => sum + one.written, 0);
    const rest = others.map((service) => nothingSeeded(service, stack.mode));
    return { planned: planOnly, written, services: [...done, ...rest] };
  };
  const observe = () =>
    Promise.all(
      targets.map(async (target): Promise<Seen> => ({ target, look: await target.look(tools.signal), kept: [] })),
    );
  if (planOnly || targets.length === 0) return resultOf(await observe());
  return changeStack(tools, { checkout, command: "avb dev seed" }, async (inside) => {
    const seen = await observe();
    const context = { checkout, stack, hooks: await hooksOf(world, checkout, options) };
    const steps = withSeedHooks(stepsFor(seen), context, true);
    await forgetHooks(world, checkout, hooksIn(steps, context));
    await runPlan(inside, { steps }, "avb dev seed");
    await rememberKept(seen);
    return resultOf(seen);
  });
}

/** Those that differ, and those that may after another one was written. */
function stepsFor(seen: readonly Seen[]): readonly Step[] {
  const dirty = new Set<string>();
  return seen.flatMap((one) => {
    const { target, look } = one;
    const { id } = target.service;
    const later = target.after.filter((other) => dirty.has(other));
    if (look.differing === 0 && later.length === 0) return [];
    dirty.add(id);
    return [stepFor(one, later)];
  });
}

function stepFor(one: Seen, later: readonly string[]): Step {
  const { target, look } = one;
  const { id } = target.service;
  const many = `${look.differing} ${look.differing === 1 ? "is" : "are"} not as the document says`;
  return {
    ...{ id: `seed-${id}`, title: `write the ${wordsFor(id)} that differ` },
    because: look.differing === 0 ? `${later.join(" and ")} changes` : many,
    after: later.map((other) => `seed-${other}`),
    async run(_world, report, signal) {
      if (later.length > 0) one.look = await target.look(signal);
      one.kept = await target.write(one.look, report);
    },
  };
}

const WORDS: Readonly<Record<string, string>> = {
  keycloak: "identities",
  lago: "plans, customers and subscriptions",
};

const wordsFor = (service: string): string => WORDS[service] ?? `things of ${service}`;

/** What is as it should be is written down too, so that the next `up` need not look. */
async function rememberKept(seen: readonly Seen[]): Promise<void> {
  const clean = seen.filter(({ look }) => look.differing === 0);
  await Promise.all(clean.map(({ target, look }) => target.write({ ...look, write: async () => [] }, SILENT)));
}

const SILENT = { progress: () => undefined };

async function hooksOf(world: World, checkout: Checkout, { hooks }: SeedOptions): Promise<SeenHooks> {
  if (hooks === false) return NO_HOOKS;
  requireTrust(checkout, ["hooks"]);
  return observeHooks(world, checkout, ["before_seed", "after_seed"]);
}

function choose(ids: readonly string[]): readonly Service[] {
  const known: readonly Service[] = services;
  for (const id of ids)
    if (!known.some((service) => service.id === id))
      throw AvbError.of("SEED_UNKNOWN", { service: id, services: known.map((service) => service.id).join(", ") });
  return ids.length === 0 ? known : known.filter((service) => ids.includes(service.id));
}
