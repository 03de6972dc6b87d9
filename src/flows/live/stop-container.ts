import type { EngineContainer } from "../../domain/containers.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import type { World } from "../../domain/world.ts";
import { services } from "../../services/index.ts";
import { changing } from "./changing.ts";
import { nameIn } from "./why-fallen.ts";

/** A container's own grace period is not known here; the engine ends it by then. */
const STOP_MS = LIVE_MS.change + LIVE_MS.stopMargin;

const DEAF: ReadonlySet<string> = new Set(
  services.flatMap(({ containers = {} }) =>
    Object.entries(containers).flatMap(([name, { deafUntilHealthy }]) => (deafUntilHealthy ? [name] : [])),
  ),
);

/** Asks a container to end when it can hear that, and ends it by force after its own grace period. */
export async function stopNow(world: World, have: EngineContainer, signal: AbortSignal): Promise<void> {
  if (DEAF.has(nameIn(have))) await untilItHears(world, have.id, signal);
  await changing(world, { signal, timeoutMs: STOP_MS }, (limits) => world.containers.stop(have.id, limits));
}

async function untilItHears(world: World, id: string, signal: AbortSignal): Promise<void> {
  const until = world.clock.now() + LIVE_MS.deaf;
  while (!signal.aborted && world.clock.now() < until) {
    const seen = await world.containers.look(id, { timeoutMs: LIVE_MS.look });
    if (seen?.life !== "running" || seen.health !== "starting") return;
    await world.clock.sleep(LIVE_MS.everyMs, signal).catch(() => undefined);
  }
}
