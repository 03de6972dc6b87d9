import { AvbError } from "../domain/errors/avb-error.ts";
import type { World } from "../domain/world.ts";

/** The text of a file of avb's own package; PACKAGE_PART_MISSING (5) where it was not installed whole. */
export async function packagePart(world: World, part: string): Promise<string> {
  const path = `${world.host.packageRoot}/${part}`;
  const text = await world.files.read(path);
  if (text === undefined) throw AvbError.of("PACKAGE_PART_MISSING", { path });
  return text;
}
