import type { ContainerUse, EngineContainer } from "../../domain/containers.ts";
import { LABELS } from "../../domain/live/desired.ts";
import type { ContainerStatus, ContainerUsage } from "../../domain/status.ts";
import type { ServiceLook } from "./look-at-live.ts";
import { nameIn } from "./why-fallen.ts";

/** What containers used when they were looked at before, by id; whoever watches hands it on from look to look. */
export type UsageBefore = Map<string, ContainerUse>;

/** A service's containers for whoever asks how they are, by name. */
export function containerStatuses({ containers, usage }: ServiceLook, before: UsageBefore): readonly ContainerStatus[] {
  return containers
    .map((one) => statusOf(one, usageOf(one, usage.get(one.id), before)))
    .sort((one, other) => (one.container < other.container ? -1 : 1));
}

function statusOf(one: EngineContainer, usage: ContainerUsage | undefined): ContainerStatus {
  const { name, life, health, image, restartCount: restarts, exitCode, memoryLimit } = one;
  const sinceMs = life === "exited" ? one.finishedAtMs : one.startedAtMs;
  return {
    ...{ container: nameIn(one), name, life, image, restarts },
    ...(health === undefined ? {} : { health }),
    ...(sinceMs === 0 ? {} : { sinceMs }),
    ...(life === "exited" ? { exitCode } : {}),
    ports: [...one.ports].map(([container, host]) => ({ host, container })).sort((a, b) => a.host - b.host),
    ...(memoryLimit === 0 ? {} : { memoryLimit }),
    ...(usage === undefined ? {} : { usage }),
    ...(one.labels[LABELS.standIn] === "true" ? { standIn: true } : {}),
  };
}

const NS_PER_MS = 1e6;

/** Processor time over the time that passed, in percent of one processor. */
function usageOf(
  { id, startedAtMs }: EngineContainer,
  now: ContainerUse | undefined,
  before: UsageBefore,
): ContainerUsage | undefined {
  if (now === undefined) return undefined;
  const since = before.get(id) ?? { cpuNs: 0, atMs: startedAtMs };
  before.set(id, now);
  const ms = Math.max(now.atMs - since.atMs, 1);
  const share = Math.max(now.cpuNs - since.cpuNs, 0) / NS_PER_MS / ms;
  return { memoryBytes: now.memoryBytes, cpuPercent: Math.round(share * 1000) / 10 };
}
