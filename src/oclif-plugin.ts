import type { Command, Interfaces } from "@oclif/core";
import { COMMANDS } from "./command-table.ts";

/** Metadata of every command by id, made at build time from the classes: what help and completion read without loading them. */
export type Manifest = Readonly<Record<string, Command.Cached>>;

const TOPICS = [
  { name: "dev", description: "Run, seed, inspect and prove the local stack." },
  { name: "dev:keys", description: "List and change the keys that the sandbox signs tokens with." },
  { name: "secrets", description: "Keep third-party credentials: get, check, store, copy and replace them." },
  { name: "dev:paypal", description: "Ask PayPal about the credentials and webhooks of this checkout." },
  { name: "dev:policies", description: "Show and write the policies of who may do what." },
];

/** avb's commands as an oclif plugin that is already in memory, so that nothing is searched for on disk. */
export function inMemoryPlugin(root: string, pjson: Interfaces.PJSON, manifest: Manifest): Interfaces.Plugin {
  const load = async (id: string): Promise<Command.Class> => {
    const found = COMMANDS[id];
    if (found === undefined) throw new Error(`command ${id} not found`);
    const { default: command } = await found();
    command.id = id;
    return command;
  };
  const commands = Object.entries(manifest).map(([id, cached]) => ({ ...cached, id, load: () => load(id) }));
  return {
    _base: "",
    alias: pjson.name,
    commandIDs: Object.keys(COMMANDS),
    commands,
    commandsDir: undefined,
    findCommand: (id: string) => load(id),
    hasManifest: true,
    hooks: {},
    isRoot: true,
    load: () => Promise.resolve(),
    moduleType: "commonjs",
    name: pjson.name,
    options: { root },
    pjson,
    root,
    topics: TOPICS,
    type: "core",
    valid: true,
    version: pjson.version,
  };
}
