import type { Checkout } from "../../domain/checkout.ts";
import { AvbErrors } from "../../domain/errors/avb-error.ts";
import type { DesiredContainer } from "../../domain/live/desired.ts";
import { foreignNetworks } from "../../domain/live/foreign-networks.ts";
import type { Verdict } from "../../domain/live/verdict.ts";
import { otherKeys } from "../../domain/live/volume-keys.ts";
import { otherMajors } from "../../domain/live/volume-makers.ts";
import type { Step } from "../../domain/plan.ts";
import { type ImageWishes, imageSteps, type WantedImage } from "./image-steps.ts";
import { schemaSteps } from "./kept-schema.ts";
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

/** A run over what was observed, with the ids of containers that stay. */
export function beginRun(checkout: Checkout, seen: LiveObservation, patientUntilMs = 0): LiveRun {
  const ids = [...seen.verdicts.containers].flatMap(([one, verdict]) =>
    verdict.do === "create" ? [] : [[one.name, verdict.have.id] as const],
  );
  return { checkout, seen, patientUntilMs, ids: new Map(ids), usable: new Map() };
}

/** The steps that make the containers of a stack usable; none when they are. */
export function planLive(run: LiveRun, wishes: ImageWishes): readonly Step[] {
  const { seen } = run;
  refuseForeign(run);
  return [
    ...seen.verdicts.leaving.map(({ have, because }) => endContainer(have, because)),
    ...makePlaces(run),
    ...imageSteps(wantedImages(seen), seen.images, { ...wishes, derived: seen.derived }),
    ...[...seen.verdicts.containers].flatMap(([one, verdict]) => containerSteps(run, one, verdict)),
    ...schemaSteps(run),
    ...servicesOf(seen.desired).flatMap((service) => {
      const because = seen.unusable.get(service.id);
      return because === undefined ? [] : usableSteps(run, service, because);
    }),
  ];
}

/** The images of containers that are to be made. */
function wantedImages({ verdicts }: LiveObservation): readonly WantedImage[] {
  return [...verdicts.containers].flatMap(([{ image, service, build }, verdict]) =>
    verdict.do === "create" ? [{ reference: image, service: service.id, ...(build && { build }) }] : [],
  );
}

/** Nothing is begun with names that are somebody else's, or with data that cannot be read. */
function refuseForeign({ checkout, seen: { desired, networks, volumes } }: LiveRun): void {
  const [first, ...rest] = [
    ...foreignNetworks(desired, networks),
    ...otherMajors(desired, volumes),
    ...otherKeys(desired, volumes, checkout.state.directory),
  ];
  if (first !== undefined) throw rest.length === 0 ? first : new AvbErrors([first, ...rest]);
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
