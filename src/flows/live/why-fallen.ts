import type { EngineContainer } from "../../domain/containers.ts";
import { likelyCause } from "../../domain/live/causes.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import type { Service } from "../../domain/service.ts";
import type { World } from "../../domain/world.ts";

const TAIL_LINES = 20;
const KILLED = 128;

/** Its own name, by compose's label. */
export const nameIn = ({ labels, name }: EngineContainer): string => labels["com.docker.compose.service"] ?? name;

/** What is known of the service whose containers are looked at; one that the catalogue lacks has a name alone. */
type Fallible = Pick<Service, "id" | "containers" | "own">;

/** True for one whose work is done once it has ended with 0: others of its service wait for that. */
function isJob({ containers = {} }: Fallible, one: EngineContainer): boolean {
  const name = nameIn(one);
  return containers[name]?.job === true || Object.values(containers).some(({ needs }) => needs?.[name] === "ended");
}

/** True where a container does what it is there for: it runs, or its work is done. */
const isAsItShould = (service: Fallible, one: EngineContainer): boolean =>
  one.life === "running" || (one.life === "exited" && one.exitCode === 0 && isJob(service, one));

/** Why one of a service's containers does not run, and what helps; undefined where all do. */
export async function whyFallen(
  world: World,
  service: Fallible,
  containers: readonly EngineContainer[],
): Promise<{ readonly why: string; readonly fix: string } | undefined> {
  const fallen = containers.find((one) => !isAsItShould(service, one));
  if (fallen === undefined) return undefined;
  const name = nameIn(fallen);
  if (isStopped(fallen)) return { why: `${name} is stopped (${fallen.exitCode})`, fix: "avb dev up" };
  if (fallen.life !== "exited" && fallen.life !== "restarting")
    return { why: `${name} ${LIVES[fallen.life] ?? `is ${fallen.life}`}`, fix: "avb dev up" };
  const text = await lastWords(world, fallen.id);
  const cause = likelyCause(
    { container: fallen, text },
    { service: service.id, container: name, own: service.own === true },
  );
  const how = fallen.restartCount > 0 ? `was restarted ${times(fallen.restartCount)} and ended` : "ended";
  const why = `${name} ${how} with ${fallen.exitCode}${cause === undefined ? "" : `: ${cause.says}`}`;
  return { why, fix: cause?.fix ?? `avb dev logs ${service.id} --tail 50` };
}

const LIVES: Readonly<Record<string, string>> = {
  created: "was made and never started",
  removing: "is being removed",
};

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);

/** Ended in order, or by a signal of whoever stopped it: no failure of its own. */
export const isStopped = ({ life, exitCode, outOfMemory }: EngineContainer): boolean =>
  life === "exited" && !outOfMemory && (exitCode === 0 || exitCode > KILLED);

/** Only compared with patterns and never shown, so that nothing has to be masked. */
async function lastWords(world: World, id: string): Promise<string> {
  const lines: string[] = [];
  const options = { tail: TAIL_LINES, limits: { timeoutMs: LIVE_MS.glance } };
  await world.containers.logs(id, options, ({ text }) => lines.push(text)).catch(() => {});
  return lines.join("\n");
}
