import type { Checkout } from "../../domain/checkout.ts";
import type { Step } from "../../domain/plan.ts";
import type { Stack } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import { idsOf, type LiveRun } from "../live/live-steps.ts";
import { isKnown } from "../live/observe-live.ts";
import { type OpenSeeds, openSeeds } from "./open-seeds.ts";
import { type SeedRecord, seedRecord } from "./seed-record.ts";
import { seedStep } from "./seed-step.ts";

/** The seeds of the real services that `up` is to bring up, and what is known of earlier ones. */
export interface UpSeeds {
  readonly open: readonly OpenSeeds[];
  readonly record: SeedRecord;
}

/** Opens the documents of everything real in the stack; a wrong one is told before anything is started. */
export async function observeUpSeeds(
  world: World,
  checkout: Checkout,
  { stack, live }: { readonly stack: Stack; readonly live: LiveRun | undefined },
): Promise<UpSeeds | undefined> {
  if (live === undefined) return undefined;
  const subject = { world, checkout, stack, secrets: live.seen.secrets };
  const [open, record] = await Promise.all([openSeeds(subject), seedRecord(world, checkout)]);
  return { open, record };
}

/** A step for each service of which it is not known that it holds what its documents say. */
export const planUpSeeds = (checkout: Checkout, run: LiveRun, seeds: UpSeeds): readonly Step[] =>
  seeds.open.flatMap((one) => {
    const because = whySeed(run, one, seeds.record);
    if (because === undefined) return [];
    const place = () => ({
      ...{ ids: idsOf(run, one.service), standing: standingOf(run, one.service), everything: false, prune: false },
    });
    return [seedStep(checkout, { seeds: one, because, place, done: () => undefined })];
  });

const standingOf = ({ usable, seen }: LiveRun, service: string) =>
  usable.get(service) ?? seen.record?.usable[service] ?? [];

function whySeed(run: LiveRun, { service, facts }: OpenSeeds, record: SeedRecord): string | undefined {
  const before = record[service];
  if (before === undefined) return "it was not seeded yet";
  if (run.seen.unusable.has(service)) return "what it holds is not known";
  if (before.facts !== facts) return "its documents have changed";
  const isSame = isKnown(before.standing, standingOf(run, service));
  return isSame ? undefined : "it was started since it was last seeded";
}
