import type { Checkout } from "../../domain/checkout.ts";
import type { Step } from "../../domain/plan.ts";
import type { Stack } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import type { Standing } from "../live/await-usable.ts";
import { idsOf, type LiveRun } from "../live/live-steps.ts";
import { isKnown } from "../live/observe-live.ts";
import type { WantedDelivery } from "../secrets/delivered.ts";
import { observeDelivery, planDelivery } from "../secrets/plan-delivery.ts";
import { lookAhead } from "./look-ahead.ts";
import { type OpenSeeds, openSeeds } from "./open-seeds.ts";
import { seedInputs } from "./seed-inputs.ts";
import { inSeedOrder } from "./seed-order.ts";
import { OUTDATED, type SeedRecord, seedRecord } from "./seed-record.ts";
import { holdersOf } from "./seed-standing.ts";
import { seedStep, stepsThatSeed } from "./seed-step.ts";
import type { SeedSubject } from "./seeder.ts";
import { SEEDERS } from "./seeders.ts";

/** The seeds of the real services that `up` is to bring up, and what is known of earlier ones. */
export interface UpSeeds {
  /** Whether there is anything to hold seeds. */
  readonly holds: boolean;
  /** None where all of it is known to be as it was. */
  readonly open: readonly OpenSeeds[];
  readonly record: SeedRecord;
  /** The credentials that go into the stack's Vault; undefined where none do. */
  readonly delivery: WantedDelivery | undefined;
}

/** Opens the documents of everything real in the stack; a wrong one is told before anything is started. `anew`: what runs is to be started again, or the sandbox server's seeds are to be written. */
export async function observeUpSeeds(
  world: World,
  checkout: Checkout,
  { stack, live, anew }: { readonly stack: Stack; readonly live: LiveRun | undefined; readonly anew: boolean },
): Promise<UpSeeds | undefined> {
  if (live === undefined) return undefined;
  const subject = { world, checkout, stack, secrets: live.seen.secrets };
  const record = await seedRecord(world, checkout);
  const holds = [...stack.running].some((id) => Object.hasOwn(SEEDERS, id));
  const delivery = await observeDelivery(world, checkout, stack);
  if (!anew && (await isAllKnown(subject, live, record))) return { holds, open: [], record, delivery };
  return { holds, open: await openSeeds(subject), record, delivery };
}

/** Where everything stands as it did and is made from the same, no document is opened and no seeder loaded: what a repeated `up` finds. */
async function isAllKnown(subject: SeedSubject, run: LiveRun, record: SeedRecord): Promise<boolean> {
  const services = [...subject.stack.running].filter((id) => Object.hasOwn(SEEDERS, id));
  const stands = services.every((id) => whyNotAsItWas(run, id, record) === undefined);
  if (!stands || services.length === 0) return stands;
  const inputs = await seedInputs(subject);
  return services.every((id) => record[id]?.inputs === inputs);
}

/** A step for each service of which it is not known that it holds what its documents say, then the credentials; `before` are steps that are planned already. */
export function planUpSeeds(run: LiveRun, seeds: UpSeeds, before: readonly Step[]): readonly Step[] {
  const planned = new Set(before.map(({ id }) => id));
  const written = new Set<string>();
  const order = inSeedOrder(seeds.open, ({ service, seeder }) => ({ id: service, after: seeder.seeded ?? [] }));
  const seeding = order.flatMap((one) => {
    const because = whySeed(run, one, seeds.record) ?? whyAfter(one, planned);
    if (because === undefined) return [];
    const place = () => ({
      ...{ ids: idsOf(run, one.service), standing: standingOf(run, one.service), everything: false, prune: false },
    });
    const ahead = lookAhead(run, { ...seeds, seeds: one, place });
    const isMadeAnew = () => (one.seeder.seeded ?? []).some((id) => written.has(id));
    const seen = () => (isMadeAnew() ? undefined : ahead?.seen());
    const step = seedStep(run.checkout, { seeds: one, because, place, seen, written });
    planned.add(step.id);
    return ahead === undefined ? [step] : [ahead.step, step];
  });
  return [...seeding, ...planDelivery(run.checkout, seeds.delivery, seeding)];
}

const standingOf = ({ checkout, usable, seen }: LiveRun, service: string): readonly Standing[] =>
  holdersOf(checkout, service).flatMap((id) => usable.get(id) ?? seen.record?.usable[id] ?? []);

function whySeed(run: LiveRun, { service, facts }: OpenSeeds, record: SeedRecord): string | undefined {
  const why = whyNotAsItWas(run, service, record);
  if (why !== undefined) return why;
  if (record[service]?.facts === OUTDATED) return "what it is made from was written since";
  return record[service]?.facts === facts ? undefined : "its documents have changed";
}

function whyNotAsItWas(run: LiveRun, service: string, record: SeedRecord): string | undefined {
  const before = record[service];
  if (before === undefined) return "it was not seeded yet";
  if (before.facts === "") return "its last seeding did not come to its end";
  if (holdersOf(run.checkout, service).some((id) => run.seen.unusable.has(id))) return "what it holds is not known";
  const isSame = isKnown(before.standing, standingOf(run, service));
  return isSame ? undefined : "it was started since it was last seeded";
}

/** What was written elsewhere may be what this one's seeds are made from. */
function whyAfter({ seeder }: OpenSeeds, planned: ReadonlySet<string>): string | undefined {
  const anew = (seeder.seeded ?? []).filter((id) => stepsThatSeed(id).some((step) => planned.has(step)));
  return anew.length === 0 ? undefined : `${anew.join(" and ")} ${anew.length === 1 ? "is" : "are"} seeded anew`;
}
