import { AvbError } from "../../domain/errors/avb-error.ts";
import { type HeldLock, takeLock } from "../lock.ts";
import type { StoreTools } from "./store-tools.ts";

const WAIT_MS = 10_000;
const PAUSE_MS = 25;

/** Does something as the only writer of a store's file. Another writer is waited for; STORE_BUSY (11) when it takes too long. */
export async function withStoreLock<T>(tools: StoreTools, path: string, act: () => Promise<T>): Promise<T> {
  const lock = await take(tools, path);
  try {
    return await act();
  } finally {
    await lock.release();
  }
}

async function take({ world, checkout, command }: StoreTools, path: string): Promise<HeldLock> {
  const state = { ...checkout.state, directory: path.replace(/\/[^/]*$/, ""), lock: `${path}.lock` };
  const untilMs = world.clock.now() + WAIT_MS;
  for (;;)
    try {
      return await takeLock(world, { ...checkout, state }, command);
    } catch (error) {
      if (!(error instanceof AvbError) || error.code !== "LOCK_BUSY") throw error;
      const { command: other = "", pid = "" } = error.facts;
      if (world.clock.now() >= untilMs) throw AvbError.of("STORE_BUSY", { path, command: other, pid });
      await world.clock.sleep(PAUSE_MS);
    }
}
