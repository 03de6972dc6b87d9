import type { StatusResult } from "../domain/status.ts";
import type { World } from "../domain/world.ts";
import type { UsageBefore } from "./live/container-status.ts";
import { status } from "./status.ts";

const LOOK_MS = 1000;
/** Each look asks every container something, which costs the engine more than the server costs itself. */
const LIVE_LOOK_MS = 2000;

/** How the stack is watched. */
export interface WatchOptions {
  readonly signal: AbortSignal;
  /** Tell each look, since what containers use is never the same twice; else only what has changed beyond that. */
  readonly everyLook?: boolean;
  /** Told what was seen: at first, and whenever it differs from what was told last. */
  readonly changed: (status: StatusResult) => void;
}

/** Looks at the stack again and again until the signal; answers what was seen last. */
export async function watchStatus(world: World, options: WatchOptions): Promise<StatusResult> {
  const { signal, changed, everyLook = false } = options;
  const before: UsageBefore = new Map();
  let last = await status(world, before);
  changed(last);
  while (!signal.aborted) {
    const hasContainers = last.services.some(({ containers = [] }) => containers.length > 0);
    await world.clock.sleep(hasContainers ? LIVE_LOOK_MS : LOOK_MS, signal).catch(() => undefined);
    if (signal.aborted) break;
    const now = await status(world, before);
    if ((everyLook && hasContainers) || whatMatters(now) !== whatMatters(last)) changed(now);
    last = now;
  }
  return last;
}

/** Figures that change with each look, and a good answer's words, are no change. */
const whatMatters = (status: StatusResult): string =>
  JSON.stringify(status, (key, value) => (key === "usage" || key === "probe" ? undefined : value));
