import type { Cure } from "../../domain/cure.ts";
import type { Files } from "../../domain/world.ts";

/** The cure for a folder that is open to others. What a link points to may be shared on purpose, so that is left to the person. */
export const folderCure = async (files: Files, path: string): Promise<{ readonly cure?: Cure }> =>
  (await files.facts(path))?.kind === "directory" ? { cure: { kind: "chmod", path, mode: 0o700 } } : {};
