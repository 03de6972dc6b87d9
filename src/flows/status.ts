import type { Checkout } from "../domain/checkout.ts";
import { clockCaution } from "../domain/sandbox-clock.ts";
import type { Service } from "../domain/service.ts";
import type { Stack } from "../domain/stack.ts";
import type { SeedState, ServiceState, StatusResult } from "../domain/status.ts";
import type { World } from "../domain/world.ts";
import { catalogueOf } from "./catalogue.ts";
import { clockOffset } from "./clock-offset.ts";
import { describeServices, type ServiceAccess } from "./describe-access.ts";
import { dryWorld } from "./dry-world.ts";
import { unfinishedRun } from "./journal.ts";
import type { UsageBefore } from "./live/container-status.ts";
import { type ForwardsSeen, forwardsRemark, observeForwards } from "./live/forward.ts";
import { type LiveLook, lookAtLive } from "./live/look-at-live.ts";
import { containerNow, remarksOnContainers } from "./live/service-status.ts";
import { lockHolder } from "./lock.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";
import { seedRemarks, seedStates } from "./seeding/seed-states.ts";
import { lookAtServer, type ServerLook, standInNow } from "./server-status.ts";
import { staleWrittenEnv } from "./written-env.ts";

/** Looks at everything and changes nothing. `before` is what an earlier look of the same watch left. */
export async function status(outside: World, before: UsageBefore = new Map()): Promise<StatusResult> {
  const world = dryWorld(outside);
  const checkout = await openCheckout(world);
  const stack = await resolveStack(world, checkout);
  const [server, live, forwards, files] = await Promise.all([
    lookAtServer(world, checkout),
    lookAtLive(world, checkout, stack),
    observeForwards(world, checkout),
    staleWrittenEnv(world, checkout, stack),
  ]);
  const containersOf = (id: string) => live.services.get(id)?.containers ?? [];
  const seeds = await seedStates(world, checkout, { stack, containersOf });
  const access = stack.running.size === 0 ? [] : describeServices(checkout, stack);
  const seen: Seen = { stack, server, live, forwards, access, before, seeds };
  return {
    ...{ mode: stack.mode, slot: stack.slot, state: summary(seen) },
    ...server.about,
    services: catalogueOf(checkout).map((service) => stateOf(service, seen)),
    files: files.filter(({ state }) => state !== "current"),
    remarks: await remarksOn(world, checkout, seen),
  };
}

interface Seen {
  readonly stack: Stack;
  readonly server: ServerLook;
  readonly live: LiveLook;
  readonly forwards: ForwardsSeen;
  readonly access: readonly ServiceAccess[];
  readonly before: UsageBefore;
  readonly seeds: ReadonlyMap<string, SeedState>;
}

function summary({ stack, server, live, forwards }: Seen): StatusResult["state"] {
  const looks = [...live.services].filter(([id]) => stack.running.has(id)).map(([, look]) => look);
  const runs = looks.some(({ containers }) => containers.some(({ life }) => life === "running"));
  if (!runs && live.problem === undefined && !server.runs) return "not running";
  // What answers inside its container is of no use where its port is not brought here.
  const isCut = forwards.have !== undefined && !forwards.isAlive;
  const areUsable = !isCut && looks.length === stack.running.size && looks.every(({ why }) => why === undefined);
  return areUsable && (stack.embedded.size === 0 || server.isUsable) ? "usable" : "not usable";
}

function stateOf(service: Service, seen: Seen): ServiceState {
  const { mode, running, embedded } = seen.stack;
  const row = service.statuses?.[mode];
  const note = row?.notes ?? (running.has(service.id) ? "" : "not part of this mode");
  const about = { service: service.id, title: service.title, word: row?.word ?? "", note };
  if (mode === "production") return { ...about, runs: "outside" };
  if (service.standIn !== undefined && embedded.has(service.id))
    return { ...about, runs: "stand-in", ...standInNow(service.standIn, seen.server) };
  const look = seen.live.services.get(service.id);
  const seeds = seen.seeds.get(service.id);
  if (look !== undefined) return { ...about, ...containerNow(service, look, seen), ...(seeds && { seeds }) };
  if (!running.has(service.id)) return { ...about, runs: "nothing" };
  return { ...about, runs: "nothing", usable: false, note: seen.live.problem?.message ?? "not running" };
}

async function remarksOn(
  world: World,
  checkout: Checkout,
  { server, live, stack, forwards, seeds }: Seen,
): Promise<readonly string[]> {
  const holder = await lockHolder(world, checkout);
  if (holder?.alive) return [`'${holder.command}' (pid ${holder.pid}) is at work`];
  const left = await unfinishedRun(world, checkout);
  const moved = clockCaution(await clockOffset(world, checkout));
  const { observed } = server;
  return [
    ...(moved === undefined ? [] : [moved]),
    ...(left === undefined ? [] : [`the last '${left.command}' was cut off; 'avb dev up' goes on from what is there`]),
    ...(observed.state === "dead"
      ? [`the sandbox server (pid ${observed.instance.pid}) has died; start it again: avb dev up`]
      : []),
    ...forwardsRemark(forwards),
    ...remarksOnContainers(live, stack.running),
    ...seedRemarks(seeds),
  ];
}
