import { AvbError } from "../domain/errors/avb-error.ts";
import type { RegularFile, World } from "../domain/world.ts";

/** A file of a repository: its root's real path, and how much of it may be read. */
export interface WithinOptions {
  readonly root: string;
  readonly path: string;
  readonly maxBytes: number;
}

/**
 * Reads a regular file that really lies in the repository; undefined where there is none. A link that leads out of it is
 * refused before anything is opened, and again by where the bytes came from. CONFIG_OUTSIDE, and what `readRegular` throws.
 */
export async function readWithin(
  world: World,
  { root, path, maxBytes }: WithinOptions,
): Promise<RegularFile | undefined> {
  const before = await world.files.realPath(path).catch(() => undefined);
  if (before !== undefined && !isBelow(root, before)) throw AvbError.of("CONFIG_OUTSIDE", { path });
  const read = await world.files.readRegular(path, maxBytes);
  if (read !== undefined && !isBelow(root, read.realPath)) throw AvbError.of("CONFIG_OUTSIDE", { path });
  return read;
}

/** True for a path inside the folder; both kinds of separator are known. */
const isBelow = (folder: string, path: string): boolean =>
  path.startsWith(folder) && (/[/\\]$/.test(folder) || /^[/\\]/.test(path.slice(folder.length)));
