import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { AvbError, AvbErrors, formatPlace } from "../../src/domain/errors/avb-error.ts";
import type { Host, World } from "../../src/domain/world.ts";
import { realWorld } from "../../src/real-world.ts";

/** A repository on the real disk with avb's real adapters, and a state folder beside it. */
export interface TempCheckout {
  readonly root: string;
  readonly state: string;
  /** The real outside, with this person's environment and nobody else's. */
  world(host?: Partial<Host>): World;
  put(path: string, content: string | Uint8Array): string;
  /** Every path below the repository and the state folder. */
  everything(): readonly string[];
  remove(): void;
}

/** Makes an empty repository of that name below the system's temporary folder. */
export function tempCheckout(name = "shop"): TempCheckout {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "avb-checkout-")));
  const root = join(folder, name);
  const state = join(folder, "state");
  mkdirSync(join(root, ".git"), { recursive: true });
  return {
    root,
    state,
    world: (host = {}) => {
      const world = realWorld(join(import.meta.dirname, "../.."));
      const own = { cwd: root, home: folder, env: { AVB_STATE_DIR: state }, stdinIsTty: false };
      return { ...world, host: { ...world.host, ...own, ...host } };
    },
    put: (path, content) => {
      const whole = join(root, path);
      mkdirSync(dirname(whole), { recursive: true });
      writeFileSync(whole, content);
      return whole;
    },
    everything: () => readdirSync(folder, { recursive: true, encoding: "utf8" }).sort(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The avb errors an act ends with, first one first; fails loudly on anything else. */
export async function errorsOf(act: () => Promise<unknown>): Promise<readonly AvbError[]> {
  try {
    await act();
  } catch (error) {
    if (error instanceof AvbErrors) return error.problems;
    if (error instanceof AvbError) return [error];
    throw error;
  }
  return [];
}

/** An error in one line for tables: `3:7 ports.vault YAML_ALTERED`. */
export const brief = ({ code, place }: AvbError): string => {
  const at = place === undefined ? "" : formatPlace({ ...place, file: "" }).replace(/^:/, "");
  return [at, place?.keyPath, code].filter((part) => part !== undefined && part !== "").join(" ");
};
