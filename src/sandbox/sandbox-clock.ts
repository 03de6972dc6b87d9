import { AvbError } from "../domain/errors/avb-error.ts";
import { clockFile, offsetIn, type SandboxTime } from "../domain/sandbox-clock.ts";
import type { Files } from "../domain/world.ts";

/** The time that tokens, sessions and billing go by: the machine's, moved by an offset that outlives the server. */
export interface SandboxClock {
  /** Milliseconds since 1970. */
  now(): number;
  read(): SandboxTime;
  /** Kept on the disk first: where that fails, the clock stands as before. */
  moveTo(offsetMs: number): Promise<void>;
}

/** Opens the clock that a file keeps; it is not moved where there is none. CLOCK_UNREADABLE for a text that is no clock file. */
export async function openSandboxClock(path: string, files: Files, real: () => number): Promise<SandboxClock> {
  const text = await files.read(path);
  const kept = text === undefined ? 0 : offsetIn(text);
  if (kept === undefined) throw AvbError.of("CLOCK_UNREADABLE", { path });
  let offsetMs = kept;
  return {
    now: () => real() + offsetMs,
    read: () => ({ nowMs: real() + offsetMs, offsetMs }),
    moveTo: async (wanted) => {
      if (wanted === 0) await files.remove(path);
      else await files.write(path, clockFile(wanted));
      offsetMs = wanted;
    },
  };
}
