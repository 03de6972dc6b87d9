import type { EngineContainer } from "../../domain/containers.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { GOOD_LOOKS, LIVE_MS, RESTARTS } from "../../domain/live/limits.ts";
import type { Probe } from "../../domain/probe.ts";
import type { Service } from "../../domain/service.ts";
import type { World } from "../../domain/world.ts";
import type { Awaited } from "./awaited.ts";
import { type Answer, ask, type Probed } from "./probe.ts";
import { crashed, tooLate } from "./why-not-usable.ts";

/** How a container stood when it was found good: a later look that finds the same needs no series of its own. */
export interface Standing {
  readonly id: string;
  readonly startedAtMs: number;
  readonly restartCount: number;
}

/**
 * Waits until a service has answered well often enough in a row from one and the same start (F2, F10). Ends early when one of
 * its containers ends or is restarted too often: SERVICE_CRASHED; at its deadline: SERVICE_NOT_READY (both 8).
 */
export async function awaitUsable(world: World, of: Awaited): Promise<readonly Standing[]> {
  const { wanted, withinMs, everyMs } = paceOf(of);
  const deadline = world.clock.now() + withinMs;
  let before: Look = { good: 0, standing: [], looks: 0, answer: undefined };
  for (;;) {
    const { containers, ...now } = await look(world, of, before);
    const { answer } = now;
    if (now.good >= wanted) return now.standing;
    if (answer !== undefined) of.progress?.(`${answer.asked}: ${answer.said}`);
    if (world.clock.now() > deadline) throw await tooLate(world, of, { containers, answer });
    await world.clock.sleep(everyMs, of.signal);
    before = now;
  }
}

const paceOf = ({ service: { ready }, until, withinMs }: Awaited) => ({
  withinMs,
  wanted: until === "started" ? 1 : (ready?.looks ?? GOOD_LOOKS),
  everyMs: ready?.everyMs ?? LIVE_MS.everyMs,
});

/** How many looks in a row were good by now, how the containers stood at the last, and what it said. */
interface Look {
  readonly good: number;
  readonly standing: readonly Standing[];
  /** How many there were by now. */
  readonly looks: number;
  /** What was no good answer. */
  readonly answer: Answer | undefined;
}

async function look(world: World, of: Awaited, before: Look) {
  const containers = await lookAt(world, of);
  const fallen = containers.find((one) => isOver(one, of.jobs));
  if (fallen !== undefined) throw await crashed(world, of, fallen);
  const now = containers.map(standing);
  const goodBefore = isSame(before.standing, now) ? before.good : 0;
  const looks = before.looks + 1;
  const answer =
    (of.until === "usable" ? unfinished(containers, of) : undefined) ??
    (await badAnswer(world, of, { ...before, good: goodBefore, looks }));
  return { containers, answer, good: answer !== undefined ? 0 : goodBefore + 1, standing: now, looks };
}

/** So often an unanswered glance counts, and then nothing but the whole question: the engine's ports may not be this machine's. */
const GLANCES = 10;

/**
 * What was no good answer. Where a glance shows that nobody is there yet, no program is started in the container to ask, and what
 * was said last is told; where it shows that one is still there who answered everything, that is not asked again.
 */
async function badAnswer(world: World, of: Awaited, { good, looks, answer }: Look): Promise<Answer | undefined> {
  const { glance } = of.service.ready ?? {};
  const seen = glance && (await ask(world, glance, { ...of, answerMs: LIVE_MS.peek }));
  if (seen?.good === true && good > 0) return undefined;
  if (seen?.good === false && good === 0 && looks % GLANCES !== 0) return answer ?? seen;
  return firstBad(world, probesFor(of, good), of);
}

/** What was good before is asked only what no other answer says: each question to a program in a container starts one there. */
function probesFor({ service, until }: Awaited, goodBefore: number): readonly Probe[] {
  if (until === "usable") return goodBefore > 0 ? deepestProbes(service) : usableProbes(service);
  return service.probe === undefined ? [] : [service.probe];
}

/** A service is usable once its jobs are done and everything else of it runs. */
function unfinished(containers: readonly EngineContainer[], { jobs }: Awaited): Answer | undefined {
  const one = containers.find(({ id, life }) => life !== (jobs.has(id) ? "exited" : "running"));
  if (one === undefined) return undefined;
  return {
    good: false,
    asked: `${jobs.has(one.id) ? "the end" : "the start"} of ${one.name}`,
    said: `it is ${one.life}`,
  };
}

/** The first probe that does not answer well; undefined when all do. */
export async function firstBad(world: World, probes: readonly Probe[], of: Probed): Promise<Answer | undefined> {
  for (const probe of probes) {
    const answer = await ask(world, probe, of);
    if (!answer.good) return answer;
  }
  return undefined;
}

/** What a service answers only where it answers everything before that too. */
const deepestProbes = (service: Service): readonly Probe[] => {
  const { usable = [] } = service.ready ?? {};
  return usable.length > 0 ? usable : usableProbes(service);
};

/** What is asked of a service that stands as it did when it was found usable; a look that is dear was taken then. */
export const knownProbes = (service: Service): readonly Probe[] =>
  service.ready?.looks === 1 && service.probe !== undefined ? [service.probe] : deepestProbes(service);

/** Everything that shows that a service is usable; first what starts no program, as one that is still starting is asked often. */
export const usableProbes = ({ probe, ready }: Service): readonly Probe[] =>
  [...(probe === undefined ? [] : [probe]), ...(ready?.usable ?? [])].toSorted(
    (one, other) => Number(one.kind === "exec") - Number(other.kind === "exec"),
  );

async function lookAt(world: World, of: Probed): Promise<readonly EngineContainer[]> {
  const limits = { timeoutMs: LIVE_MS.look, ...(of.signal === undefined ? {} : { signal: of.signal }) };
  const found = await Promise.all([...of.ids].map(([, id]) => world.containers.look(id, limits)));
  if (found.some((one) => one === undefined)) throw AvbError.of("STACK_VANISHED", { service: of.service.id });
  return found.filter((one) => one !== undefined);
}

function isOver({ id, life, exitCode, restartCount }: EngineContainer, jobs: ReadonlySet<string>): boolean {
  if (jobs.has(id) && life === "exited" && exitCode === 0) return false;
  return life === "exited" || life === "dead" || restartCount > RESTARTS;
}

/** What is remembered of a container that was found good. */
export const standing = ({ id, startedAtMs, restartCount }: EngineContainer): Standing => ({
  ...{ id, startedAtMs, restartCount },
});

const isSame = (some: readonly Standing[], others: readonly Standing[]): boolean =>
  some.length === others.length &&
  some.every(({ id, startedAtMs, restartCount }, at) => {
    const other = others[at];
    return other?.id === id && other.startedAtMs === startedAtMs && other.restartCount === restartCount;
  });
