import type { DesiredContainer } from "../../domain/live/desired.ts";
import type { World } from "../../domain/world.ts";

/** A user of the image's own reads here, whoever owns the folder; the folder above it lets nobody else of this machine in. */
const FOLDER = 0o755;
const FILE = 0o644;

/** A folder is made by its first file; an engine that misses one makes it as root. */
const KEPT = ".kept";

/** Makes the folders that a container mounts, before it is made. */
export async function openFolder(
  world: Pick<World, "files">,
  { source, holds }: NonNullable<DesiredContainer["folder"]>,
): Promise<void> {
  for (const folder of [source, ...holds.map((name) => `${source}/${name}`)]) {
    await world.files.write(`${folder}/${KEPT}`, "", FILE);
    await world.files.chmod(folder, FOLDER);
  }
}

/** Writes a file that a container is to read. */
export const writeKept = (world: Pick<World, "files">, path: string, text: string): Promise<void> =>
  world.files.write(path, text, FILE);
