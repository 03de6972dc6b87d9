import type { StatusResult } from "../domain/status.ts";
import type { World } from "../domain/world.ts";
import { status } from "./status.ts";

const LOOK_MS = 1000;

/** How the stack is watched. */
export interface WatchOptions {
  readonly signal: AbortSignal;
  /** Told what was seen: at first, and whenever it differs from what was told last. */
  readonly changed: (status: StatusResult) => void;
}

/** Looks at the stack every second until the signal; answers what was seen last. */
export async function watchStatus(world: World, { signal, changed }: WatchOptions): Promise<StatusResult> {
  let last = await status(world);
  changed(last);
  while (!signal.aborted) {
    await world.clock.sleep(LOOK_MS, signal).catch(() => undefined);
    if (signal.aborted) break;
    const now = await status(world);
    if (JSON.stringify(now) !== JSON.stringify(last)) changed(now);
    last = now;
  }
  return last;
}
