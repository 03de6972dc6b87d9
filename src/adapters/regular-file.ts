import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { FileFacts, RegularFile } from "../domain/world.ts";
import { factsOf } from "./file-facts.ts";
import { errnoOf, notReadable } from "./file-failures.ts";

const KINDS: Readonly<Record<FileFacts["kind"], string>> = {
  file: "a file",
  directory: "a directory",
  symlink: "a link that leads nowhere",
  fifo: "a named pipe",
  socket: "a socket",
  device: "a device",
};

/**
 * Reads a file that somebody else may have put there, once. What is not a regular file is never opened, and the handle is
 * looked at again: a pipe that takes the file's place in between cannot make the open hang, nor can a link lead elsewhere.
 */
export async function readRegular(path: string, maxBytes: number): Promise<RegularFile | undefined> {
  const real = realOf(path);
  if (real === undefined) return undefined;
  try {
    mustBeRegular(path, factsOf(statSync(real)));
    const handle = openSync(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
    try {
      return { ...readHandle(handle, path, maxBytes), realPath: real };
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (error instanceof AvbError) throw error;
    throw unreadable(path, error);
  }
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch (error) {
    const why = errnoOf(error);
    if (why === "ELOOP") throw AvbError.of("CONFIG_NOT_A_FILE", { path, kind: "a link to itself" });
    if (why !== "ENOENT" && why !== "ENOTDIR") throw unreadable(path, error);
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined)
      throw AvbError.of("CONFIG_NOT_A_FILE", { path, kind: KINDS.symlink });
    return undefined;
  }
}

function mustBeRegular(path: string, facts: FileFacts): void {
  if (facts.kind !== "file") throw AvbError.of("CONFIG_NOT_A_FILE", { path, kind: KINDS[facts.kind] });
  // The superuser reads a file of mode 000 too; nobody was meant to.
  if (process.platform !== "win32" && (facts.mode & 0o444) === 0) throw notReadable(path, "its mode is 000");
}

/** Room for what says that it is empty and is not, as the kernel's own files do (bytes). */
const LEAST_BYTES = 4096;

function grown(buffer: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * buffer.length);
  larger.set(buffer);
  return larger;
}

function readHandle(handle: number, path: string, maxBytes: number): Omit<RegularFile, "realPath"> {
  const facts = factsOf(fstatSync(handle));
  mustBeRegular(path, facts);
  // One byte more than it says, so that the end is seen without a second buffer; what grows meanwhile gets more room.
  let buffer = new Uint8Array(facts.size > maxBytes ? 0 : Math.max(facts.size, LEAST_BYTES) + 1);
  let filled = 0;
  while (facts.size <= maxBytes && filled <= maxBytes) {
    if (filled === buffer.length) buffer = grown(buffer);
    const count = readSync(handle, buffer, filled, buffer.length - filled, null);
    filled += count;
    if (count === 0) break;
  }
  if (facts.size > maxBytes || filled > maxBytes)
    throw AvbError.of("CONFIG_FILE_TOO_LARGE", { path, limit: `${maxBytes} bytes` });
  return { bytes: buffer.slice(0, filled), facts };
}

const unreadable = (path: string, cause: unknown): AvbError => notReadable(path, errnoOf(cause), cause);
