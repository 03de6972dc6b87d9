import type { EngineContainer } from "../../../domain/containers.ts";
import { LIVE_MS } from "../../../domain/live/limits.ts";
import type { ConsumerKind, RotationRun } from "./rotation-run.ts";

/** How long one without a healthcheck must have run since its restart (ms). */
const STEADY_MS = 3000;
const PAUSE_MS = 500;

/** A service of a Compose project, restarted through the Engine. Its variables stay what they were: it must read the value elsewhere. */
export const COMPOSE: ConsumerKind = {
  nameOf: ({ compose }) => `compose ${compose?.project}/${compose?.service}`,
  reach: async (run, { wish }) =>
    (await containersOf(run, wish)).length > 0 ? undefined : "no container of it is there",
  tell: async (run, { wish }) => {
    const { containers } = run.secrets.tools.world;
    const limits = { timeoutMs: LIVE_MS.change, signal: run.means.signal };
    const found = await containersOf(run, wish);
    for (const { id } of found) {
      await containers.stop(id, limits);
      await containers.start(id, limits);
    }
    return found.length > 0 ? undefined : "is not there any more";
  },
  isWell: async (run, { wish, timeoutMs }) => {
    const { clock } = run.secrets.tools.world;
    const untilMs = clock.now() + timeoutMs;
    for (;;) {
      const sick = (await containersOf(run, wish)).find((one) => !isSteady(one, clock.now()));
      if (sick === undefined) return undefined;
      const how = sick.health ?? sick.life;
      if (clock.now() >= untilMs) return `is ${how} ${timeoutMs / 1000} s after its restart`;
      await clock.sleep(PAUSE_MS, run.means.signal);
    }
  },
  fix: "see its containers: docker compose ls, docker compose ps",
};

const isSteady = ({ life, health, startedAtMs }: EngineContainer, now: number): boolean =>
  life === "running" && (health === undefined ? now - startedAtMs >= STEADY_MS : health === "healthy");

/** The labels that Compose gives what it makes (Compose specification). */
const containersOf = (
  { secrets, means: { signal } }: RotationRun,
  { compose: { project = "", service = "" } = {} }: { readonly compose?: { project?: string; service?: string } },
): Promise<readonly EngineContainer[]> =>
  secrets.tools.world.containers.list(
    [`com.docker.compose.project=${project}`, `com.docker.compose.service=${service}`],
    { timeoutMs: LIVE_MS.look, signal },
  );
