import { LIVE_MS } from "../../domain/live/limits.ts";
import type { Report, Step } from "../../domain/plan.ts";
import type { Service } from "../../domain/service.ts";
import type { World } from "../../domain/world.ts";
import { awaitContainer } from "./await-container.ts";
import { awaitUsable } from "./await-usable.ts";
import type { Awaited } from "./awaited.ts";
import { idsOf, type LiveRun } from "./live-steps.ts";
import { probedBy, servicesOf } from "./observe-live.ts";
import { PREPARATIONS } from "./prepare.ts";

/** What is waited for, of a service in this run. */
function awaited(
  run: LiveRun,
  service: Service,
  more: Pick<Awaited, "until"> & { world: World; report: Report; signal: AbortSignal },
): Awaited {
  const ids = idsOf(run, service.id);
  const jobs = run.seen.desired.containers.filter((one) => one.service === service && one.isJob);
  return {
    ...probedBy(run.seen, service, ids),
    withinMs: timeFor(run, more.world, service.ready?.withinMs ?? LIVE_MS.change),
    ...{ until: more.until, signal: more.signal, hide: run.seen.hide },
    jobs: new Set(jobs.map(({ container }) => ids.get(container) ?? "")),
    progress: (text) => more.report.progress(text),
  };
}

/** How long it may take from now on: its own time, or what the person gives where that is more. */
const timeFor = ({ patientUntilMs }: LiveRun, { clock }: World, ownMs: number): number =>
  Math.max(ownMs, patientUntilMs - clock.now());

/** Waits until a service answers, does what it still needs, and waits until it can be used. */
export function usableSteps(run: LiveRun, service: Service, because: string): readonly Step[] {
  const own = run.seen.desired.containers.filter((one) => one.service === service);
  // Whoever asks a service over its port needs what brings that here.
  const started = ["forward", ...own.map(({ container }) => `start-${container}`)];
  const { begins } = PREPARATIONS[service.id] ?? {};
  const inside = own.flatMap(({ needs }) => Object.entries(needs).map(([container, state]) => ({ container, state })));
  const distinct = new Map(inside.map((one) => [`${one.state}-${one.container}`, one]));
  return [
    ...[...distinct.values()].map((one) => insideStep(run, one)),
    ...(begins === "started" ? [prepareStep(run, service, started)] : []),
    ...(begins === "answering" || isAwaited(run, service) ? [answerStep(run, service, started)] : []),
    ...(begins === "answering" ? [prepareStep(run, service, [`answer-${service.id}`])] : []),
    usableStep(run, service, { because, started }),
  ];
}

/** True when another service is started only once this one answers, or when it is read from then on. */
const isAwaited = ({ seen }: LiveRun, { id, ready }: Service): boolean =>
  ready?.readsEarly === true ||
  servicesOf(seen.desired).some(({ needs }) => needs.some((need) => need.service === id && need.until !== "started"));

const answerStep = (run: LiveRun, service: Service, started: readonly string[]): Step => ({
  id: `answer-${service.id}`,
  title: `wait until ${service.id} answers`,
  because: "it was started",
  after: [...started, ...(PREPARATIONS[service.id]?.begins === "started" ? [`prepare-${service.id}`] : [])],
  run: async (world, report, signal) =>
    void (await awaitUsable(world, awaited(run, service, { until: "started", world, report, signal }))),
});

function prepareStep(run: LiveRun, service: Service, after: readonly string[]): Step {
  const preparation = PREPARATIONS[service.id];
  return {
    id: `prepare-${service.id}`,
    title: preparation?.title ?? "",
    because: preparation?.because ?? "",
    after,
    run: async (world, report, signal) =>
      preparation?.run(world, run.checkout, awaited(run, service, { until: "started", world, report, signal })),
  };
}

const usableStep = (
  run: LiveRun,
  service: Service,
  { because, started }: { readonly because: string; readonly started: readonly string[] },
): Step => ({
  id: `usable-${service.id}`,
  title: `wait until ${service.id} can be used`,
  because,
  after: [...started, `answer-${service.id}`, `prepare-${service.id}`],
  run: async (world, report, signal) => {
    const standing = await awaitUsable(world, awaited(run, service, { until: "usable", world, report, signal }));
    run.usable.set(service.id, standing);
  },
});

/** Waits for one container of a service whose others need it. */
const insideStep = (
  run: LiveRun,
  { container, state }: { readonly container: string; readonly state: "started" | "healthy" | "ended" },
): Step => ({
  id: `${state}-${container}`,
  title: `wait until ${container} ${state === "ended" ? "has done its work" : `is ${state}`}`,
  because: "others need it",
  after: [`start-${container}`],
  run: (world: World, _report, signal) =>
    awaitContainer(world, { run, container, state, signal, withinMs: timeFor(run, world, LIVE_MS.inside) }),
});
