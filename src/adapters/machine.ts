import { readFile, statfs } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import type { Machine } from "../domain/machine.ts";

/** This machine, through Node. */
export const nodeMachine: Machine = {
  disk: async (path) => {
    const room = await statfs(path).catch(() => undefined);
    if (room === undefined) return undefined;
    // File systems without a fixed number of files, such as btrfs, say that they have none at all.
    const counted = room.files > 0 ? { freeFiles: room.ffree } : {};
    return { freeBytes: room.bavail * room.bsize, ...counted };
  },
  freeMemory: () => process.availableMemory(),
  resolve: async (name) => {
    const { lookup } = await import("node:dns/promises");
    const found = await lookup(name, { all: true }).catch(() => []);
    return [...new Set(found.map(({ address }) => address))];
  },
  networks: () =>
    Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
      addresses.flatMap(({ address, cidr, family }) =>
        family === "IPv4" && cidr !== null ? [{ name, address, cidr }] : [],
      ),
    ),
  umask: async () => {
    if (process.platform === "win32") return undefined;
    // Node can only ask by setting it for a moment, which every thread would notice; Linux tells.
    const status = await readFile("/proc/self/status", "utf8").catch(() => "");
    const told = /^Umask:\s*([0-7]+)$/m.exec(status)?.[1];
    return told === undefined ? process.umask() : Number.parseInt(told, 8);
  },
};
