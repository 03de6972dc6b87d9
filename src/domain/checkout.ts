import type { LoadedConfig } from "./config.ts";
import type { Slot } from "./stack.ts";

/** avb's files for one checkout and slot, all outside the repository, directories 0700, files 0600. */
export interface StatePaths {
  readonly directory: string;
  /** Local secrets by name. */
  readonly secrets: string;
  /** Sticky host ports by `service.port`. */
  readonly ports: string;
  /** Files that `env --write` made, with their hashes. */
  readonly writtenEnv: string;
  readonly lock: string;
  readonly journal: string;
  /** The record of the running sandbox server. */
  readonly instance: string;
  /** Signing keys of the sandbox identity provider. */
  readonly keys: string;
  /** Identities of the sandbox identity provider. */
  readonly identities: string;
  readonly serverLog: string;
  /** What the sandbox server starts from. */
  readonly launch: string;
}

/** One working copy of a repository: what every command starts from. */
export interface Checkout {
  /** Real path of the repository's root. */
  readonly root: string;
  /** Readable name, safe in container names: `[a-z0-9-]`, at most 32 characters. */
  readonly slug: string;
  /** `slug-<8 hex of the real path's hash>`; unique on this machine. */
  readonly id: string;
  readonly slot: Slot;
  readonly state: StatePaths;
  readonly loaded: LoadedConfig;
}

/** The state files of a checkout below avb's state folder. */
export function statePaths(stateRoot: string, id: string, slot: Slot): StatePaths {
  const directory = `${stateRoot}/${id}${slot === 0 ? "" : `-${slot}`}`;
  const at = (name: string) => `${directory}/${name}`;
  return {
    directory,
    secrets: at("secrets.json"),
    ports: at("ports.json"),
    writtenEnv: at("written-env.json"),
    lock: at("lock"),
    journal: at("journal.ndjson"),
    instance: at("instance.json"),
    keys: at("keys.json"),
    identities: at("identities.json"),
    serverLog: at("server.log"),
    launch: at("launch.json"),
  };
}
