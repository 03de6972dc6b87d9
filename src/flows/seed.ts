import { AvbError } from "../domain/errors/avb-error.ts";
import type { RunTools } from "../domain/graph.ts";
import type { IdentityVerdict } from "../domain/identity-changes.ts";
import type { Step } from "../domain/plan.ts";
import type { Service } from "../domain/service.ts";
import { services } from "../services/index.ts";
import { changeStack, runPlan } from "./change-stack.ts";
import { dryWorld } from "./dry-world.ts";
import { requireSandbox } from "./mode-verbs.ts";
import { runningSandbox } from "./observe-sandbox.ts";
import { openCheckout } from "./open-checkout.ts";
import { planSeed } from "./plan-seed.ts";
import { resolveStack } from "./resolve-stack.ts";

/** What is to be seeded. */
export interface SeedOptions {
  readonly mode?: string;
  /** Ids of services; all of them when empty. */
  readonly services: readonly string[];
  /** Only look. */
  readonly planOnly: boolean;
}

/** What became of one service. */
export interface SeededService {
  readonly service: string;
  readonly does: "seeds" | "nothing";
  /** The matrix's word for the mode, and its note. */
  readonly word: string;
  readonly note: string;
  /** What differs, and what is there beyond the document; the identities that are kept are not listed. */
  readonly identities: readonly IdentityVerdict[];
}

/** What `seed` did, or would do. */
export interface SeedResult {
  readonly planned: boolean;
  /** Identities written; 0 the second time. */
  readonly written: number;
  readonly services: readonly SeededService[];
}

/** Makes the sandbox's identities those of their document; services that the mode bypasses are reported as such. */
export async function seed(tools: RunTools, options: SeedOptions): Promise<SeedResult> {
  const world = options.planOnly ? dryWorld(tools.world) : tools.world;
  const checkout = await openCheckout(world, options.mode === undefined ? {} : { mode: options.mode });
  const chosen = choose(options.services);
  const stack = requireSandbox("seed", await resolveStack(world, checkout, options.mode ? { mode: options.mode } : {}));
  const isSeeded = (service: Service) => service.standIn === "identity" && stack.embedded.has(service.id);
  const others = chosen.filter((service) => !isSeeded(service)).map((service) => report(service, "nothing", []));
  const target = chosen.find(isSeeded);
  if (target === undefined) return { planned: options.planOnly, written: 0, services: others };
  const look = async () => {
    const { client } = await runningSandbox(world, checkout);
    const difference = await planSeed(world, checkout, await client.identities());
    return { client, ...difference, own: report(target, "seeds", difference.verdicts) };
  };
  if (options.planOnly) return { planned: true, written: 0, services: [(await look()).own, ...others] };
  return changeStack(tools, { checkout, command: "avb dev seed" }, async (inside) => {
    const { client, changes, own } = await look();
    const step = writeStep(changes.length, async () => void (await client.apply(changes)));
    await runPlan(inside, { steps: changes.length === 0 ? [] : [step] }, "avb dev seed");
    return { planned: false, written: changes.length, services: [own, ...others] };
  });
}

const writeStep = (count: number, run: Step["run"]): Step => ({
  ...{ id: "seed", title: "write the identities that differ", after: [], run },
  because: `${count} ${count === 1 ? "is" : "are"} not as the document says`,
});

function choose(ids: readonly string[]): readonly Service[] {
  const known: readonly Service[] = services;
  for (const id of ids)
    if (!known.some((service) => service.id === id))
      throw AvbError.of("SEED_UNKNOWN", { service: id, services: known.map((service) => service.id).join(", ") });
  return ids.length === 0 ? known : known.filter((service) => ids.includes(service.id));
}

function report(service: Service, does: SeededService["does"], verdicts: readonly IdentityVerdict[]): SeededService {
  const row = service.statuses?.sandbox;
  return {
    ...{ service: service.id, does, word: row?.word ?? "", note: row?.notes ?? "not part of this mode" },
    identities: verdicts.filter((verdict) => verdict.do !== "keep"),
  };
}
