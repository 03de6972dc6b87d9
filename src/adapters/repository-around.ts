import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The nearest folder upwards that looks like a repository's root: nothing in it may stand in for a tool of the system. */
export function repositoryAround(folder: string): string | undefined {
  if ([".git", ".devenvrc"].some((mark) => existsSync(join(folder, mark)))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : repositoryAround(above);
}
