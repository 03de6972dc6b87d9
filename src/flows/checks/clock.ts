import type { Check } from "../../domain/check.ts";
import type { Checkout } from "../../domain/checkout.ts";
import { clockCaution } from "../../domain/sandbox-clock.ts";
import type { World } from "../../domain/world.ts";
import { clockOffset } from "../clock-offset.ts";

/** File systems round times, and a network's have clocks of their own. */
const TOLERANCE_MS = 60_000;

const SET_CLOCK: Readonly<Record<string, string>> = {
  darwin: "sudo sntp -sS time.apple.com",
  win32: "w32tm /resync",
};

/** This machine's clock beside the times of files it wrote earlier. */
export const clockCheck: Check = {
  id: "clock",
  title: "Clock",
  looksAt: "whether avb's own files were written in what is now the future, and how far the sandbox's clock is moved",
  run: async (world, { checkout }) => {
    const { directory } = checkout.state;
    const kept = (await world.files.list(directory)).map((name) => `${directory}/${name}`);
    const ahead = await Promise.all(
      [`${world.host.packageRoot}/package.json`, ...kept].map((path) => aheadOf(world, path)),
    );
    const [worst] = ahead.flat().sort((one, other) => other.ms - one.ms);
    const moved = (await sandboxMoved(world, checkout)) ?? "";
    if (worst === undefined)
      return [{ state: "ok", says: `it is ${new Date(world.clock.now()).toISOString()}${moved}` }];
    const says = `the clock went back: ${worst.path} was written ${Math.round(worst.ms / 1000)} s from now, so tokens and certificates may not be valid yet`;
    return [{ state: "warn", says, fixes: [SET_CLOCK[world.host.platform] ?? "sudo timedatectl set-ntp true"] }];
  },
};

/** That the sandbox has another time on purpose is worth saying, and no defect; a record that is broken is told by its own check. */
async function sandboxMoved(world: World, checkout: Checkout): Promise<string | undefined> {
  const caution = clockCaution(await clockOffset(world, checkout).catch(() => 0));
  return caution === undefined ? undefined : `; ${caution}`;
}

async function aheadOf(world: World, path: string): Promise<readonly { path: string; ms: number }[]> {
  const ms = ((await world.files.facts(path))?.modifiedMs ?? 0) - world.clock.now();
  return ms > TOLERANCE_MS ? [{ path, ms }] : [];
}
