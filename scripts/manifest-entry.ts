import type { Command } from "@oclif/core";
import { COMMANDS } from "../src/command-table.ts";

const loaded = Object.entries(COMMANDS).map(
  async ([id, load]): Promise<[string, Command.Class]> => [id, (await load()).default],
);

/** Every command class by id: what oclif's explicit strategy reads to make the manifest. */
export const commands: Readonly<Record<string, Command.Class>> = Object.fromEntries(await Promise.all(loaded));
