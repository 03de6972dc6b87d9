import type { ContainerLife, EngineContainer } from "../domain/containers.ts";
import type { ContainerInspection } from "./engine-connection.ts";

/** Podman's words for what Docker calls otherwise; a word that nobody knows counts as dead. */
const LIVES: Readonly<Record<string, ContainerLife>> = {
  ...{ created: "created", running: "running", paused: "paused", restarting: "restarting" },
  ...{ removing: "removing", exited: "exited", dead: "dead" },
  ...{ configured: "created", initialized: "created", stopping: "running", stopped: "exited" },
};

const HEALTHS = ["starting", "healthy", "unhealthy"] as const;

/** A container in our words. */
export function containerView(seen: ContainerInspection): EngineContainer {
  const { State: state, HostConfig: host } = seen;
  const health = HEALTHS.find((word) => word === state.Health?.Status);
  return {
    id: seen.Id,
    name: seen.Name.replace(/^\//, ""),
    image: seen.Config.Image,
    imageId: seen.Image,
    labels: seen.Config.Labels ?? {},
    life: LIVES[state.Status] ?? "dead",
    ...(health === undefined ? {} : { health }),
    startedAtMs: milliseconds(state.StartedAt),
    finishedAtMs: milliseconds(state.FinishedAt),
    restartCount: seen.RestartCount ?? 0,
    exitCode: state.ExitCode,
    outOfMemory: state.OOMKilled,
    error: state.Error ?? "",
    memoryLimit: host.Memory ?? 0,
    ports: new Map([...publishedBy(host.PortBindings), ...publishedBy(seen.NetworkSettings.Ports)]),
  };
}

/** The engine's time of something, which is in the year 1 when it never happened. */
export const milliseconds = (time: string): number => Math.max(Date.parse(time) || 0, 0);

/** What was asked for also holds while the container does not run; a port that the engine chose is known only then. */
const publishedBy = (ports: unknown): readonly (readonly [number, number])[] =>
  Object.entries((ports ?? {}) as Record<string, readonly { readonly HostPort: string }[] | null>).flatMap(
    ([inside, bindings]) => {
      const host = Number(bindings?.[0]?.HostPort ?? 0);
      return host === 0 ? [] : [[Number.parseInt(inside, 10), host] as const];
    },
  );
