import type { LoadedConfig } from "./config.ts";
import { AvbError } from "./errors/avb-error.ts";
import { printable } from "./printable.ts";
import type { Slot } from "./stack.ts";
import type { Host } from "./world.ts";

/** avb's files for one checkout and slot, all outside the repository, directories 0700, files 0600. */
export interface StatePaths {
  readonly directory: string;
  /** Local secrets by name. */
  readonly secrets: string;
  /** Sticky host ports by `service.port`. */
  readonly ports: string;
  /** Files that `env --write` made, with their hashes; the last line of a path holds. */
  readonly writtenEnv: string;
  readonly lock: string;
  readonly journal: string;
  /** The record of the running sandbox server. */
  readonly instance: string;
  /** Signing keys of the sandbox identity provider. */
  readonly keys: string;
  /** Identities of the sandbox identity provider. */
  readonly identities: string;
  /** How far the sandbox's clock is moved; not there while it is not. */
  readonly clock: string;
  readonly serverLog: string;
  /** What the ssh to another machine's engine says. */
  readonly sshLog: string;
  /** Which hooks came to their end. */
  readonly hooks: string;
  /** What the sandbox server starts from. */
  readonly launch: string;
  /** What is known of the containers that avb has seen usable. */
  readonly containers: string;
  /** What the containers' services were seeded with, and what of it avb made. */
  readonly seeds: string;
  /** How many claims of each section held when they were last proved. */
  readonly proofs: string;
  /** The rows that link the application's models with the services, for `manage.py loaddata`. */
  readonly djangoFixture: string;
  /** When avb set which password in Keycloak, as keyed digests. */
  readonly passwords: string;
  /** Vault's unseal key and first token. */
  readonly vault: string;
  /** What was put into Vault from a store of credentials, by versions. */
  readonly delivered: string;
  /** The key that Lago signs webhooks with. */
  readonly lago: string;
  /** The folder of the mock billing API: its tables, events and webhook queue. */
  readonly billing: string;
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
    writtenEnv: at("written-env.ndjson"),
    lock: at("lock"),
    journal: at("journal.ndjson"),
    instance: at("instance.json"),
    keys: at("keys.json"),
    identities: at("identities.json"),
    clock: at("clock.json"),
    serverLog: at("server.log"),
    sshLog: at("ssh.log"),
    hooks: at("hooks.json"),
    launch: at("launch.json"),
    containers: at("containers.json"),
    seeds: at("seeds.json"),
    passwords: at("passwords.json"),
    proofs: at("proofs.json"),
    djangoFixture: at("django-fixture.json"),
    vault: at("vault.json"),
    delivered: at("delivered.json"),
    lago: at("lago.json"),
    billing: at("billing"),
  };
}

const SLUG_LENGTH = 32;
const ID_DIGITS = 8;

/** The folder that holds this one; a root is its own. Both kinds of separator are known. */
export const parentFolder = (folder: string): string => {
  const parent = folder.replace(/[/\\][^/\\]*$/, "");
  return /^[A-Za-z]:$/.test(parent) ? `${parent}\\` : parent || "/";
};

/** A readable name for a folder: `[a-z0-9-]`, at most 32 characters. */
export function slugOf(root: string): string {
  const name = root.split(/[/\\]/).at(-1) ?? "";
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  return plain.replace(/^-+/, "").slice(0, SLUG_LENGTH).replace(/-+$/, "") || "app";
}

/** Unique on this machine: the readable name and 8 hex digits of the real path's sha256. */
export const checkoutId = (root: string, sha256: (text: string) => string): string =>
  `${slugOf(root)}-${sha256(root).slice(0, ID_DIGITS)}`;

/** Where avb keeps what it must remember: AVB_STATE_DIR, else the platform's own place. VARIABLE_INVALID for a relative one. */
export function stateRootOf({ env, home, platform }: Pick<Host, "env" | "home" | "platform">): string {
  const own = env.AVB_STATE_DIR;
  if (own && !isAbsolute(own))
    throw AvbError.of("VARIABLE_INVALID", {
      variable: "AVB_STATE_DIR",
      allowed: "an absolute path",
      got: printable(own),
    });
  if (own) return own.replace(/(?<=[^/\\:])[/\\]+$/, "");
  if (platform === "darwin") return `${home}/Library/Application Support/avb`;
  if (platform === "win32") return `${env.LOCALAPPDATA ?? `${home}/AppData/Local`}/avb`;
  const xdg = env.XDG_STATE_HOME;
  return `${xdg && isAbsolute(xdg) ? xdg : `${home}/.local/state`}/avb`;
}

const isAbsolute = (path: string): boolean => /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path);

/** Which checkout this is, before anything of it is read: its root, its id, and the folder that holds all of avb's state. */
export interface CheckoutPlace {
  readonly root: string;
  readonly id: string;
  readonly stateRoot: string;
}

/** The checkout at a place, with its slot and what was loaded of its configuration. */
export function checkoutAt({ root, id, stateRoot }: CheckoutPlace, slot: Slot, loaded: LoadedConfig): Checkout {
  return { root, slug: slugOf(root), id, slot, state: statePaths(stateRoot, id, slot), loaded };
}
