import type { Checkout } from "../../domain/checkout.ts";
import type { EngineContainer } from "../../domain/containers.ts";
import { AvbError, AvbErrors } from "../../domain/errors/avb-error.ts";
import type { Stack } from "../../domain/stack.ts";
import type { SeedState } from "../../domain/status.ts";
import type { World } from "../../domain/world.ts";
import { standing } from "../live/await-usable.ts";
import { liveSecrets } from "../live/live-secrets.ts";
import { isKnown } from "../live/observe-live.ts";
import { type OpenSeeds, openSeeds } from "./open-seeds.ts";
import { seedInputs } from "./seed-inputs.ts";
import { inSeedOrder } from "./seed-order.ts";
import { type SeedRecord, seedRecord } from "./seed-record.ts";
import { holdersOf } from "./seed-standing.ts";
import type { SeedSubject } from "./seeder.ts";
import { SEEDERS } from "./seeders.ts";

/** What is looked at: a stack, and the containers that it has by service. */
export interface SeedStateSubject {
  readonly stack: Stack;
  containersOf(service: string): readonly EngineContainer[];
}

/**
 * How it is with the seeds of the real services that run, from what is written down and what the documents say now: no
 * service is asked, so a change made by hand is not seen here. Each comes behind those that its seeds are made from.
 */
export async function seedStates(
  world: World,
  checkout: Checkout,
  { stack, containersOf }: SeedStateSubject,
): Promise<ReadonlyMap<string, SeedState>> {
  const running = [...stack.running].filter((id) => containersOf(id).some(({ life }) => life === "running"));
  if (running.length === 0) return new Map();
  const [record, secrets] = await Promise.all([seedRecord(world, checkout), liveSecrets(world, checkout)]);
  const subject = { world, checkout, stack, secrets };
  const standingOf = (id: string) => holdersOf(checkout, id).flatMap(containersOf).map(standing);
  if (await areAllSeeded(subject, running, { record, standingOf }))
    return new Map(withSeeds(running).map((id) => [id, "seeded"]));
  const states = running.map(async (id): Promise<readonly OrderedState[]> => {
    const [open] = await openSeeds(subject, { services: [id] }).catch(asUnreadable);
    if (open === undefined) return [];
    if (open === "unreadable") return [{ id, state: open, after: [] }];
    return [{ id, state: stateOf(open, record[id], standingOf(id)), after: open.seeder.seeded ?? [] }];
  });
  const ordered = inSeedOrder((await Promise.all(states)).flat(), (one) => one);
  return new Map(ordered.map(({ id, state }) => [id, state]));
}

const withSeeds = (services: readonly string[]): readonly string[] =>
  services.filter((id) => Object.hasOwn(SEEDERS, id));

interface Known {
  readonly record: SeedRecord;
  standingOf(id: string): SeedRecord[string]["standing"];
}

/** Where everything stands as it did and is made from the same, nothing is opened to know that the documents say the same. */
async function areAllSeeded(subject: SeedSubject, running: readonly string[], known: Known): Promise<boolean> {
  const { record, standingOf } = known;
  if (subject.checkout.loaded.untrusted.includes("seeds")) return false;
  const before = withSeeds(running).map((id) => ({ was: record[id], now: standingOf(id) }));
  if (!before.every(({ was, now }) => was !== undefined && was.facts !== "" && isKnown(was.standing, now)))
    return false;
  const inputs = await seedInputs(subject);
  return before.every(({ was }) => was?.inputs === inputs);
}

interface OrderedState {
  readonly id: string;
  readonly state: SeedState;
  readonly after: readonly string[];
}

function stateOf(
  { facts }: OpenSeeds,
  before: SeedRecord[string] | undefined,
  now: SeedRecord[string]["standing"],
): SeedState {
  if (before === undefined) return "unseeded";
  if (before.facts === "") return "unfinished";
  return before.facts === facts && isKnown(before.standing, now) ? "seeded" : "outdated";
}

/** Documents that are wrong, or not allowed yet: `seed` and `up` say what it is. */
function asUnreadable(error: unknown): readonly ["unreadable"] {
  if (error instanceof AvbError || error instanceof AvbErrors) return ["unreadable"];
  throw error;
}

const SAID: Readonly<Record<Exclude<SeedState, "seeded">, string>> = {
  unseeded: "not seeded yet",
  unfinished: "not seeded to the end",
  outdated: "seeded before their documents or containers changed",
  unreadable: "without documents that can be read",
};

/** What is said of a service in this state; nothing of one that is seeded. */
export const saidOf = (state: SeedState): string | undefined => (state === "seeded" ? undefined : SAID[state]);

/** What a person should know of the seeds: a sentence for each state that calls for something to be done. */
export const seedRemarks = (states: ReadonlyMap<string, SeedState>): readonly string[] =>
  Object.entries(SAID).flatMap(([state, said]) => {
    const ids = [...states].filter(([, one]) => one === state).map(([id]) => id);
    return ids.length === 0 ? [] : [`${said}: ${ids.join(", ")}; make it so: avb dev seed`];
  });
