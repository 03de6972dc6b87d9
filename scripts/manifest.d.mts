import type { Command } from "@oclif/core";

/** Every command by id, as oclif describes it; commands are bundled below `root`/dist for the moment. */
export function makeManifest(root: string, pjson: object): Promise<Record<string, Command.Cached>>;
