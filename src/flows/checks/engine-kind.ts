import { type Check, type Finding, findings } from "../../domain/check.ts";
import type { EngineMachine } from "../../domain/engine-report.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { satisfies } from "../../domain/version.ts";
import { severity, withEngine } from "./ask-engine.ts";

/** Older ones miss what avb asks for; before the second, neighbours reach ports of 127.0.0.1 by a route (F18). */
const DOCKER = { oldest: "24", closed: "28" };
/** The first Podman that answers this API in full. */
const OLDEST_PODMAN = "4";
/** Storage drivers that copy whole images, or that their authors gave up. */
const SLOW_DRIVERS: Readonly<Record<string, string>> = {
  vfs: "copies every file of an image for every container",
  devicemapper: "is not kept up any more, and newer engines do not have it",
  aufs: "is not kept up any more, and newer engines do not have it",
};

/** Which of several engines is used. It does not need an answer of it. */
export const enginePlaceCheck: Check = {
  id: "engine-place",
  title: "Which engine",
  looksAt:
    "which engine is used and why: DOCKER_HOST, the chosen context, or a usual socket; and whether the context is there",
  run: async (world) => {
    const place = await world.engine.place().catch((error: unknown) => {
      // An address that cannot be read is what the check of the engine tells.
      if (error instanceof AvbError) return undefined;
      throw error;
    });
    if (place === undefined) return [{ state: "ok", says: "not looked at: what names the engine cannot be read" }];
    const { address, because, missingContext } = place;
    if (missingContext === undefined) return [{ state: "ok", says: `${address}, because of ${because}` }];
    const says = `the context ${missingContext} is not there, so ${address} is used, which docker itself would not do`;
    return [{ state: "warn", says, fixes: ["docker context use default", "docker context ls"] }];
  },
};

/** The engine's version. */
export const engineVersionCheck: Check = withEngine({
  id: "engine-version",
  title: "Engine's version",
  looksAt: `whether the engine is new enough: Docker ${DOCKER.oldest}, or Podman ${OLDEST_PODMAN}; Docker before ${DOCKER.closed} lets neighbours in by a route`,
  run: async (_world, patient) => {
    const [{ version }, { product }, bad] = await Promise.all([
      patient.engine(),
      patient.engineMachine(),
      severity(patient),
    ]);
    const [title, oldest] = product === "podman" ? ["Podman", OLDEST_PODMAN] : ["Docker", DOCKER.oldest];
    const plain = /^\d+(?:\.\d+)*/.exec(version)?.[0] ?? "0";
    const fixes = ["upgrade the engine: https://docs.docker.com/engine/install"] as const;
    if (!satisfies(plain, `>=${oldest}`))
      return [{ state: bad, says: `${title} ${version} is older than ${oldest}`, fixes }];
    if (product === "docker" && !satisfies(plain, `>=${DOCKER.closed}`)) {
      const says = `Docker ${version} lets machines of the same network reach ports that are published on 127.0.0.1, by a route through this one`;
      return [{ state: "warn", says, fixes }];
    }
    return [{ state: "ok", says: `${title} ${version}` }];
  },
});

/** What the engine can hold containers to, and where it keeps their files. */
export const engineSetUpCheck: Check = withEngine({
  id: "engine-set-up",
  title: "Engine's set-up",
  looksAt: "control groups and whether limits hold, the storage driver, and whether the engine runs rootless",
  run: async (_world, patient) => {
    const machine = await patient.engineMachine();
    const found = [...limitFindings(machine), ...driverFindings(machine)];
    const rights = machine.rootless ? "rootless" : "with root's rights";
    return findings(found, `control groups ${machine.cgroup || "unknown"}, ${machine.storageDriver}, ${rights}`);
  },
});

function limitFindings({ limitsMemory, limitsProcesses, rootless, cgroup }: EngineMachine): readonly Finding[] {
  const missing = [...(limitsMemory ? [] : ["memory"]), ...(limitsProcesses ? [] : ["processes"])];
  if (missing.length === 0) return [];
  const says = `the engine cannot limit ${missing.join(" and ")}, so one container may take all that this machine has`;
  const cure =
    rootless || cgroup === "1"
      ? "let the system use control groups 2: boot with systemd.unified_cgroup_hierarchy=1"
      : "let the system limit them: boot with cgroup_enable=memory swapaccount=1";
  return [{ state: "warn", says, fixes: [cure] }];
}

function driverFindings({ storageDriver }: EngineMachine): readonly Finding[] {
  const why = Object.hasOwn(SLOW_DRIVERS, storageDriver) ? SLOW_DRIVERS[storageDriver] : undefined;
  if (why === undefined) return [];
  const says = `the storage driver ${storageDriver} ${why}`;
  return [{ state: "warn", says, fixes: ['set "storage-driver": "overlay2" in the engine\'s daemon.json'] }];
}
