import type { Containers, ContainerUse } from "../domain/containers.ts";
import { milliseconds } from "./container-view.ts";
import type { EngineConnection } from "./engine-connection.ts";
import { unless } from "./engine-failure.ts";
import { NOTHING } from "./engine-get.ts";

/** What the engine's answer is read for; what a container that does not run has no numbers for is absent. */
interface Stats {
  readonly read: string;
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number } };
  readonly memory_stats?: { readonly usage?: number; readonly stats?: Readonly<Record<string, number>> };
}

/** Memory and processor time, in one look that does not wait for a second one. */
export const containerUse = ({ get: reading }: EngineConnection): Pick<Containers, "use"> => ({
  use: (id, limits) =>
    reading(limits, async (get) => {
      const path = `/containers/${encodeURIComponent(id)}/stats?stream=false&one-shot=true`;
      const stats = await get<Stats>(path).catch(unless(404, NOTHING));
      return stats === undefined ? undefined : useOf(id, stats);
    }),
});

function useOf(id: string, { read, memory_stats, cpu_stats }: Stats): ContainerUse | undefined {
  const { usage, stats = {} } = memory_stats ?? {};
  if (usage === undefined || milliseconds(read) === 0) return undefined;
  // File pages that can be dropped at any time are not counted, as `docker stats` does (cgroup 1, cgroup 2).
  const droppable = stats.total_inactive_file ?? stats.inactive_file ?? 0;
  const cpuNs = cpu_stats?.cpu_usage?.total_usage ?? 0;
  return { id, memoryBytes: Math.max(usage - droppable, 0), cpuNs, atMs: milliseconds(read) };
}
