import { type Check, type Finding, findings } from "../../domain/check.ts";
import { parentFolder, stateRootOf } from "../../domain/checkout.ts";
import { shellWord } from "../../domain/shell-word.ts";
import type { World } from "../../domain/world.ts";

const MB = 1024 * 1024;
/** What a day's logs and records may take; below the second, the next write may fail. */
const DISK = { warn: 500 * MB, fail: 50 * MB };
/** The server with a command beside it takes about 200 MB. */
const MEMORY = { warn: 512 * MB, fail: 192 * MB };
const FEW_FILES = 1000;

/** Room for avb's records. */
export const diskCheck: Check = {
  id: "disk",
  title: "Disk",
  looksAt: "room for bytes and for files where avb keeps its state (500 MB warn, 50 MB fail)",
  run: async (world) => {
    const folder = await nearestFolder(world, stateRootOf(world.host));
    const room = await world.machine.disk(folder);
    if (room === undefined) return [{ state: "ok", says: `${folder} does not tell how much room it has` }];
    const fixes = [`see what takes the room: du -xsh ${shellWord(folder)}/* | sort -h`] as const;
    const found: Finding[] = [];
    if (room.freeBytes < DISK.warn) {
      const state = room.freeBytes < DISK.fail ? "fail" : "warn";
      found.push({ state, says: `only ${inMb(room.freeBytes)} are free where ${folder} lies`, fixes });
    }
    if (room.freeFiles !== undefined && room.freeFiles < FEW_FILES)
      found.push({ state: "fail", says: `only ${room.freeFiles} more files fit where ${folder} lies`, fixes });
    return findings(found, `${inMb(room.freeBytes)} are free`);
  },
};

/** Memory for the server, and for containers when there are any. */
export const memoryCheck: Check = {
  id: "memory",
  title: "Memory",
  looksAt: "memory that programs may still take (512 MB warn, 192 MB fail)",
  run: async ({ machine }) => {
    const free = machine.freeMemory();
    if (free >= MEMORY.warn) return [{ state: "ok", says: `${inMb(free)} are free` }];
    const says = `only ${inMb(free)} of memory are free`;
    const fixes = ["end programs that you do not need; see them with: ps aux --sort=-rss | head"] as const;
    return [{ state: free < MEMORY.fail ? "fail" : "warn", says, fixes }];
  },
};

const inMb = (bytes: number): string => `${Math.floor(bytes / MB)} MB`;

/** The folder itself, or the nearest one above it that exists. */
async function nearestFolder(world: World, path: string): Promise<string> {
  let at = path;
  while ((await world.files.facts(at, { follow: true })) === undefined && parentFolder(at) !== at)
    at = parentFolder(at);
  return at;
}
