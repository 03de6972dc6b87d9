import type { ContainerState } from "../../domain/container.ts";
import type { EngineContainer } from "../../domain/containers.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { LIVE_MS, RESTARTS } from "../../domain/live/limits.ts";
import type { World } from "../../domain/world.ts";
import type { Awaited } from "./awaited.ts";
import { idsOf, type LiveRun } from "./live-steps.ts";
import { probedBy } from "./observe-live.ts";
import { crashed, tooLate } from "./why-not-usable.ts";

/** A container that others of its service wait for. */
export interface AwaitedContainer {
  readonly run: LiveRun;
  readonly container: string;
  readonly state: ContainerState;
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

/** Waits for it by the engine's own words: its healthcheck, or the end of its work. SERVICE_CRASHED, SERVICE_NOT_READY (8). */
export async function awaitContainer(world: World, what: AwaitedContainer): Promise<void> {
  const deadline = world.clock.now() + what.withinMs;
  while (!(await hasArrived(world, what, deadline))) await world.clock.sleep(LIVE_MS.everyMs, what.signal);
}

async function hasArrived(world: World, what: AwaitedContainer, deadline: number): Promise<boolean> {
  const { container, state, signal } = what;
  const of = subject(what);
  const seen = await world.containers.look(of.ids.get(container) ?? "", { timeoutMs: LIVE_MS.look, signal });
  if (seen === undefined) throw AvbError.of("STACK_VANISHED", { service: of.service.id });
  if (hasCome(seen, state)) return true;
  if (hasFallen(seen, state)) throw await crashed(world, of, seen);
  if (world.clock.now() > deadline) throw await tooLate(world, of, { containers: [seen], answer: undefined });
  return false;
}

/** What an error says of it. */
function subject({ run, container, withinMs }: AwaitedContainer): Awaited {
  const one = run.seen.desired.containers.find((other) => other.container === container);
  if (one === undefined) throw new Error(`${container} is not part of the stack`);
  const ids = idsOf(run, one.service.id);
  return { ...probedBy(run.seen, one.service, ids), until: "started", withinMs, hide: run.seen.hide, jobs: new Set() };
}

function hasCome({ life, health, exitCode }: EngineContainer, state: ContainerState): boolean {
  if (state === "ended") return life === "exited" && exitCode === 0;
  return life === "running" && (state === "started" || health === "healthy");
}

const hasFallen = ({ life, exitCode, restartCount }: EngineContainer, state: ContainerState): boolean =>
  restartCount > RESTARTS || life === "dead" || (life === "exited" && (state !== "ended" || exitCode !== 0));
