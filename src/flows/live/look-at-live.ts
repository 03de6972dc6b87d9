import type { Checkout } from "../../domain/checkout.ts";
import type { ContainerUse, EngineContainer } from "../../domain/containers.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { LABELS } from "../../domain/live/desired.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import type { Service } from "../../domain/service.ts";
import type { Stack } from "../../domain/stack.ts";
import type { LastProbe } from "../../domain/status.ts";
import type { World } from "../../domain/world.ts";
import { catalogueOf } from "../catalogue.ts";
import { type LiveSecrets, liveSecrets } from "./live-secrets.ts";
import { ownLabels } from "./observe-live.ts";
import { probeAhead, probeService } from "./probe-service.ts";
import { type StackRecord, stackRecord } from "./stack-record.ts";
import { whyFallen } from "./why-fallen.ts";

/** What is known of one service's containers. */
export interface ServiceLook {
  readonly containers: readonly EngineContainer[];
  /** What running containers use, by id. */
  readonly usage: ReadonlyMap<string, ContainerUse>;
  readonly probe?: LastProbe;
  /** Why it cannot be used; absent for one that can. */
  readonly why?: string;
  /** What helps. */
  readonly fix?: string;
}

/** What there is of a stack's containers; `problem` where the engine did not say. */
export interface LiveLook {
  readonly services: ReadonlyMap<string, ServiceLook>;
  readonly problem?: AvbError;
}

const GLANCE = { timeoutMs: LIVE_MS.glance } as const;

/** One question to the engine, then one to each service, all at once. An engine that does not answer is a finding, not a failure. */
export async function lookAtLive(world: World, checkout: Checkout, stack: Stack): Promise<LiveLook> {
  const record = await stackRecord(world, checkout);
  if (stack.mode === "production" || (stack.running.size === 0 && record === undefined)) return { services: new Map() };
  try {
    const secrets = await liveSecrets(world, checkout);
    const catalogue = catalogueOf(checkout);
    const asked = catalogue.filter(({ id }) => stack.running.has(id));
    const ahead = new Map(asked.map((one) => [one.id, probeAhead(world, one, { stack, record, secrets })] as const));
    const expected = Object.values(record?.usable ?? {}).flatMap((containers) => containers.map(({ id }) => id));
    const used = usageAhead(world, expected);
    const have = await world.containers.list(ownLabels(checkout), { ...GLANCE, expected });
    const about = { stack, record, secrets, have, catalogue, ahead, used };
    const ids = new Set([...stack.running, ...have.map(serviceOf)]);
    const looks = await Promise.all([...ids].map(async (id) => [id, await lookAt(world, id, about)] as const));
    return { services: new Map(looks) };
  } catch (error) {
    if (!(error instanceof AvbError)) throw error;
    // Where nothing was ever started there is nothing to miss.
    return { services: new Map(), ...(record === undefined ? {} : { problem: error }) };
  }
}

/** The service that a container belongs to, by its label. */
export const serviceOf = ({ labels, name }: EngineContainer): string => labels[LABELS.service] ?? name;

interface About {
  readonly catalogue: readonly Service[];
  readonly stack: Stack;
  readonly record: StackRecord | undefined;
  readonly secrets: LiveSecrets;
  readonly have: readonly EngineContainer[];
  readonly ahead: ReadonlyMap<string, Promise<LastProbe | undefined>>;
  readonly used: UsageAhead;
}

type UsageAhead = ReadonlyMap<string, Promise<ContainerUse | undefined>>;

/** Asks the engine about the containers that were left usable before it has listed any: most are still there. */
const usageAhead = (world: World, expected: readonly string[]): UsageAhead =>
  new Map(expected.map((id) => [id, world.containers.use(id, GLANCE).catch(() => undefined)]));

async function lookAt(world: World, id: string, about: About): Promise<ServiceLook> {
  const containers = about.have.filter((one) => serviceOf(one) === id);
  const [usage, state] = await Promise.all([
    usageOf(world, containers, about.used),
    stateOf(world, { ...about, id, containers }),
  ]);
  return { containers, usage, ...state };
}

async function stateOf(
  world: World,
  about: About & { readonly id: string; readonly containers: About["have"] },
): Promise<Pick<ServiceLook, "probe" | "why" | "fix">> {
  const { id, containers } = about;
  const service = about.catalogue.find((one) => one.id === id);
  const found = await howItIs(world, { ...about, service });
  if (found !== undefined || service === undefined) return found ?? {};
  const probe = await probeService(world, service, { ...about, containers, ahead: await about.ahead.get(id) });
  return { probe, ...(probe.good ? {} : { why: `${probe.asked}: ${probe.said}` }) };
}

async function usageOf(
  world: World,
  containers: readonly EngineContainer[],
  ahead: UsageAhead,
): Promise<ServiceLook["usage"]> {
  const running = containers.filter(({ life }) => life === "running");
  const used = await Promise.all(
    running.map(async ({ id }) => (await ahead.get(id)) ?? world.containers.use(id, GLANCE)),
  );
  return new Map(used.flatMap((one) => (one === undefined ? [] : [[one.id, one] as const])));
}

/** Why it cannot be asked at all. */
async function howItIs(
  world: World,
  {
    id,
    service,
    containers,
    record,
  }: Pick<About, "record"> & {
    readonly id: string;
    readonly service: Service | undefined;
    readonly containers: About["have"];
  },
): Promise<Pick<ServiceLook, "why" | "fix"> | undefined> {
  if (containers.length === 0) return { why: "it is not there", fix: "avb dev up" };
  const fallen = await whyFallen(world, { id, ...service }, containers);
  if (fallen !== undefined || (record?.usable[id]?.length ?? 0) <= containers.length) return fallen;
  return { why: "one of its containers is gone", fix: "avb dev up" };
}
