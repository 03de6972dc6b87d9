import { type Check, type Finding, findingOf } from "../../domain/check.ts";
import type { EngineFacts } from "../../domain/engine.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { satisfies } from "../../domain/version.ts";
import { severity, withEngine } from "./ask-engine.ts";

/** The first Compose without CVE-2025-62725 and the traversal in its git loader (F14). */
const OLDEST_COMPOSE = "2.40.3";
const CLOCK_MS = 1500;
/** Tokens live for minutes and certificates are checked to the second: what a skew begins to disturb, and what it breaks. */
const SKEW_MS = { warn: 5_000, fail: 60_000 };

/** The container engine. Nothing in the sandbox needs it, so there it only warns. */
export const engineCheck: Check = {
  id: "engine",
  title: "Container engine",
  looksAt: "whether a container engine answers",
  run: async (_world, patient) => {
    try {
      const { version, address } = await patient.engine();
      return [{ state: "ok", says: `engine ${version} at ${address}` }];
    } catch (error) {
      if (!(error instanceof AvbError)) throw error;
      return [findingOf(error, await severity(patient))];
    }
  },
};

/** The Compose plugin of that engine. */
export const composeCheck: Check = withEngine({
  id: "compose",
  title: "Docker Compose",
  looksAt: `whether docker compose is there, and new enough (at least ${OLDEST_COMPOSE})`,
  run: async (_world, patient) => [composeFinding(await patient.engine(), await severity(patient))],
});

/** The engine's clock beside this machine's: a virtual machine that slept falls behind. */
export const engineClockCheck: Check = withEngine({
  id: "engine-clock",
  title: "Engine's clock",
  looksAt: "how far the container engine's clock is from this machine's (5 s warn, 60 s fail)",
  run: async (world, patient) => {
    const asked = world.clock.now();
    const theirs = await world.engine.now(CLOCK_MS);
    const skew = theirs - (asked + world.clock.now()) / 2;
    if (!(Math.abs(skew) > SKEW_MS.warn)) return [{ state: "ok", says: "the engine's clock and ours agree" }];
    const says = `the engine's clock is ${Math.round(Math.abs(skew) / 1000)} s ${skew < 0 ? "behind" : "ahead of"} this machine's`;
    const state = Math.abs(skew) > SKEW_MS.fail ? await severity(patient) : "warn";
    return [
      { state, says, fixes: ["restart the container engine's virtual machine", "sudo timedatectl set-ntp true"] },
    ];
  },
});

function composeFinding({ version, address, composeVersion }: EngineFacts, state: "warn" | "fail"): Finding {
  const engine = `engine ${version} at ${address}`;
  const fixes = ["install or upgrade the Compose plugin: https://docs.docker.com/compose/install"] as const;
  if (composeVersion === undefined) return { state, says: `'docker compose' is missing (${engine})`, fixes };
  if (!satisfies(composeVersion, `>=${OLDEST_COMPOSE}`))
    return { state, says: `Compose ${composeVersion} is older than ${OLDEST_COMPOSE} (${engine})`, fixes };
  return { state: "ok", says: `Compose ${composeVersion}` };
}
