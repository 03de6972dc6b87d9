import type { EngineContainer } from "../containers.ts";
import { type DesiredContainer, type DesiredStack, LABELS } from "./desired.ts";

/** What is to become of a container. */
export type Verdict =
  | { readonly do: "create"; readonly because: string; readonly replaces?: EngineContainer }
  | { readonly do: "start"; readonly because: string; readonly have: EngineContainer }
  | { readonly do: "keep"; readonly have: EngineContainer };

/** Why a container that should not be there is. */
export interface Leaving {
  readonly have: EngineContainer;
  readonly because: string;
}

/** Desired and observed side by side. */
export interface Verdicts {
  readonly containers: ReadonlyMap<DesiredContainer, Verdict>;
  readonly leaving: readonly Leaving[];
}

/** Compares what should be there with what is; pure, no further question is asked. */
export function judge(desired: DesiredStack, have: readonly EngineContainer[]): Verdicts {
  const byName = new Map(have.map((one) => [one.name, one]));
  const wanted = new Set(desired.containers.map(({ name }) => name));
  return {
    containers: new Map(desired.containers.map((one) => [one, verdictOn(one, byName.get(one.name))])),
    leaving: have
      .filter(({ name }) => !wanted.has(name))
      .map((one) => ({ have: one, because: `${one.labels[LABELS.service] ?? one.name} is not part of this stack` })),
  };
}

function verdictOn(one: DesiredContainer, have: EngineContainer | undefined): Verdict {
  if (have === undefined) return { do: "create", because: "it is not there" };
  const replaced = whyAnew(one, have);
  if (replaced !== undefined) return { do: "create", because: replaced, replaces: have };
  if (have.life === "running") return { do: "keep", have };
  if (one.isJob && have.life === "exited" && have.exitCode === 0) return { do: "keep", have };
  return { do: "start", because: whyStart(have), have };
}

function whyAnew(one: DesiredContainer, have: EngineContainer): string | undefined {
  if (have.labels[LABELS.recipe] !== one.recipe)
    return have.image === one.image ? "what it is made from has changed" : `its image is to be ${one.image}`;
  if (have.life === "dead" || have.life === "removing") return `the engine says that it is ${have.life}`;
  if (have.life === "paused") return "it is paused";
  // Nobody knows whether its files were put in before whoever made it was interrupted.
  if (have.life === "created") return "it was made and never started";
  return undefined;
}

function whyStart({ life, exitCode, outOfMemory }: EngineContainer): string {
  if (outOfMemory) return "it was ended for want of memory";
  if (life === "exited") return exitCode === 0 || exitCode > 128 ? "it is stopped" : `it ended with ${exitCode}`;
  return `it is ${life}`;
}
