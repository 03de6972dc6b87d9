import type { ProfileId } from "../../src/domain/profiles/profile.ts";
import type { World } from "../../src/domain/world.ts";
import { env } from "../../src/flows/env.ts";
import { exec } from "../../src/flows/exec.ts";
import { grantTrust, showTrust } from "../../src/flows/trust.ts";
import type { TempCheckout } from "./temp-checkout.ts";

/** What is asked for with the profile of QUALISYS. */
export const wishes: Wishes = { view: "host", services: [], renames: [], profile: "qualisys" };
/** What is asked for without any profile. */
export const none: Wishes = { view: "host", services: [], renames: [] };

interface Wishes {
  readonly view: "host";
  readonly services: readonly string[];
  readonly renames: readonly string[];
  readonly profile?: ProfileId;
}

/** A checkout's world with these variables and no others but PATH. */
export const worldOf = (home: TempCheckout, more: Record<string, string> = {}): World =>
  home.world({ env: { AVB_STATE_DIR: home.state, PATH: process.env.PATH, ...more } });

/** The variables with their values. */
export const revealed = (world: World, asked: Wishes = wishes) =>
  env(world, { overrides: {}, wishes: asked, reveal: true, format: "json" });

/** Puts this configuration there and allows it. */
export async function trusted(home: TempCheckout, text: string): Promise<void> {
  home.put(".devenvrc", text);
  const world = worldOf(home);
  await grantTrust(world, (await showTrust(world)).hash);
}

/** What a command gets that `exec` runs, and what is told before it. */
export async function given(world: World, asked: Wishes = wishes) {
  let seen: Readonly<Record<string, string>> = {};
  const told: string[] = [];
  const hand: World["shell"]["hand"] = async (_, options) => {
    seen = options.env as typeof seen;
    return 0;
  };
  const shell = { ...world.shell, hand };
  const caution = (text: string) => void told.push(text);
  const { signal } = new AbortController();
  await exec({ ...world, shell }, { overrides: {}, wishes: asked, command: ["true"], signal, caution });
  return { seen, told: told.join("\n") };
}
