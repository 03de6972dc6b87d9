import type { World } from "../../domain/world.ts";

/** The version of the avb that runs, as its package says it; undefined where that cannot be read. */
export async function ownVersion({ files, host }: World): Promise<string | undefined> {
  try {
    const { version }: { version?: unknown } = JSON.parse((await files.read(`${host.packageRoot}/package.json`)) ?? "");
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}
