import type { Checkout } from "../../domain/checkout.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import type { DesiredContainer } from "../../domain/live/desired.ts";
import type { Verdict } from "../../domain/live/verdict.ts";
import type { Step } from "../../domain/plan.ts";
import { imageStep } from "./image-step.ts";
import {
  createContainer,
  endContainer,
  type LiveRun,
  makePlaces,
  startContainer,
  stopContainer,
} from "./live-steps.ts";
import { type LiveObservation, servicesOf } from "./observe-live.ts";
import { usableSteps } from "./usable-steps.ts";

/** What decides on how containers are started. */
export interface LiveWishes {
  /** Fetch images that are missing; without it they are an error (IMAGE_NOT_PULLED, 5). */
  readonly pull: boolean;
}

/** A run over what was observed, with the ids of containers that stay. */
export function beginRun(checkout: Checkout, seen: LiveObservation): LiveRun {
  const ids = [...seen.verdicts.containers].flatMap(([one, verdict]) =>
    verdict.do === "create" ? [] : [[one.name, verdict.have.id] as const],
  );
  return { checkout, seen, ids: new Map(ids), usable: new Map() };
}

/** The steps that make the containers of a stack usable; none when they are. */
export function planLive(run: LiveRun, wishes: LiveWishes): readonly Step[] {
  const { seen } = run;
  return [
    ...seen.verdicts.leaving.map(({ have, because }) => endContainer(have, because)),
    ...makePlaces(run),
    ...imageSteps(run, wishes),
    ...[...seen.verdicts.containers].flatMap(([one, verdict]) => containerSteps(run, one, verdict)),
    ...servicesOf(seen.desired).flatMap((service) => {
      const because = seen.unusable.get(service.id);
      return because === undefined ? [] : usableSteps(run, service, because);
    }),
  ];
}

function imageSteps({ seen }: LiveRun, { pull }: LiveWishes): readonly Step[] {
  const needed = [...seen.verdicts.containers].filter(([, verdict]) => verdict.do === "create");
  const missing = new Map(
    needed.flatMap(([{ image, service }]) =>
      seen.images.get(image) === undefined ? [[image, service.id] as const] : [],
    ),
  );
  return [...missing].map(([image, service]) => {
    if (!pull) throw AvbError.of("IMAGE_NOT_PULLED", { image, service });
    return imageStep(image);
  });
}

function containerSteps(run: LiveRun, one: DesiredContainer, verdict: Verdict): readonly Step[] {
  if (verdict.do === "keep") return [];
  if (verdict.do === "start") {
    const { because, have } = verdict;
    // One that runs is to be started anew.
    const stop = have.life === "running" ? [stopContainer(have, because)] : [];
    return [...stop, startContainer(run, one, because)];
  }
  const { because, replaces } = verdict;
  return [
    ...(replaces === undefined ? [] : [endContainer(replaces, because, `end the old ${one.container}`)]),
    createContainer(run, one, because),
    startContainer(run, one, "it was made"),
  ];
}
