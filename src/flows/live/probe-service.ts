import type { EngineContainer } from "../../domain/containers.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import type { Probe } from "../../domain/probe.ts";
import type { Service } from "../../domain/service.ts";
import type { Stack } from "../../domain/stack.ts";
import type { LastProbe } from "../../domain/status.ts";
import type { World } from "../../domain/world.ts";
import { firstBad, standing, usableProbes } from "./await-usable.ts";
import type { LiveSecrets } from "./live-secrets.ts";
import { isKnown, probedBy } from "./observe-live.ts";
import { type Answer, ask, type Probed } from "./probe.ts";
import type { StackRecord } from "./stack-record.ts";
import { nameIn } from "./why-fallen.ts";

/** What a look at a service needs. */
export interface ProbedService {
  readonly stack: Stack;
  readonly secrets: LiveSecrets;
  readonly record: StackRecord | undefined;
  readonly containers: readonly EngineContainer[];
  /** What was asked before the engine had said how its container is. */
  readonly ahead?: LastProbe | undefined;
}

/**
 * Asks a service whose one container is known from when it was found usable, so that nobody waits for the engine first.
 * The answer counts only if the engine then says that the container stands as it did.
 */
export async function probeAhead(
  world: World,
  service: Service,
  about: Pick<ProbedService, "stack" | "secrets" | "record">,
): Promise<LastProbe | undefined> {
  const [one, ...others] = about.record?.usable[service.id] ?? [];
  const probe = cheapest(service);
  if (one === undefined || others.length > 0 || probe === undefined || service.ready?.looks === 1) return undefined;
  const of: Probed = { ...probedBy(about, service, new Map([[service.id, one.id]])), answerMs: LIVE_MS.glance };
  const began = world.clock.now();
  const answer = await ask(world, probe, of).catch(() => undefined);
  return answer === undefined ? undefined : { ...answer, ms: world.clock.now() - began };
}

/**
 * Asks a running service one question. One that stands as it did when it was found usable is asked the cheapest; one that
 * was started since then everything that shows that it is usable. What a look costs a JVM is left to the engine's healthcheck.
 */
export async function probeService(world: World, service: Service, about: ProbedService): Promise<LastProbe> {
  const began = world.clock.now();
  if (about.ahead !== undefined && stands(service, about)) return about.ahead;
  const answer = await answerOf(world, service, about);
  return { ...answer, ms: world.clock.now() - began };
}

const stands = ({ id }: Service, { containers, record }: ProbedService): boolean =>
  isKnown(record?.usable[id], containers.map(standing));

async function answerOf(world: World, service: Service, about: ProbedService): Promise<Answer> {
  const { containers } = about;
  const known = stands(service, about);
  const own = service.ready?.looks === 1 ? healthOf(containers) : undefined;
  if (own !== undefined && (known || !own.good)) return own;
  const ids = new Map(containers.map((one) => [nameIn(one), one.id]));
  const of: Probed = { ...probedBy(about, service, ids), answerMs: LIVE_MS.glance };
  const probe = cheapest(service);
  if (probe === undefined)
    return { good: true, asked: "the engine", said: containers.map(({ life }) => life).join(", ") };
  if (known) return ask(world, probe, of);
  return (await firstBad(world, usableProbes(service), of)) ?? { good: true, asked: "everything", said: "usable" };
}

/** Undefined for one that nothing can be asked. Reading over HTTP starts no process and changes nothing. */
function cheapest(service: Service): Probe | undefined {
  if (service.ready?.glance !== undefined) return service.ready.glance;
  const probes = usableProbes(service);
  const read = probes.find((probe) => probe.kind === "http" && probe.method === undefined);
  return read ?? probes[0];
}

/** The worst word that the engine has for them; undefined where none has a healthcheck. */
function healthOf(containers: readonly EngineContainer[]): Answer | undefined {
  const words = containers.flatMap(({ health }) => health ?? []);
  const said = words.find((word) => word !== "healthy") ?? words[0];
  return said === undefined ? undefined : { good: said === "healthy", asked: "the engine's own healthcheck", said };
}
