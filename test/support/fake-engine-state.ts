import type { Labelled } from "../../src/domain/containers.ts";
import type { EngineImage } from "../../src/domain/engine-images.ts";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { type Behaviour, type FakeContainer, part, viewOf } from "./fake-container.ts";

/** What a fake engine has. */
export interface EngineState {
  readonly now: () => number;
  readonly byName: Map<string, FakeContainer>;
  readonly networks: Map<string, Labelled>;
  readonly volumes: Map<string, Labelled>;
  /** Images that are there, and references that a registry has. */
  readonly images: Map<string, EngineImage>;
  readonly registry: Set<string>;
  /** Host ports that somebody else holds. */
  readonly heldPorts: Set<number>;
  /** By a part of a container's name. */
  readonly behaviours: Map<string, Behaviour>;
  /** Says that something changed, for whoever counts writes. */
  readonly wrote: (what: string) => void;
}

/** The container of this id or name, CONTAINER_GONE where there is none. */
export function found(state: EngineState, id: string): FakeContainer {
  const one = find(state, id);
  if (one === undefined) throw AvbError.of("CONTAINER_GONE", { id });
  return one;
}

/** The container of this id or name. */
export const find = ({ byName }: EngineState, id: string): FakeContainer | undefined =>
  [...byName.values()].find((one) => one.id === id || one.name === id);

/** True while it runs. */
export const runs = (state: EngineState, one: FakeContainer): boolean => viewOf(one, state.now()).life === "running";

/** True where every one of these labels is there with this value. */
export const carries = (labels: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean =>
  Object.entries(wanted).every(([name, value]) => labels[name] === value);

/** Labels as filters write them: `name=value`, or the name alone. */
export const answersTo = (labels: Readonly<Record<string, string>>, filters: readonly string[]): boolean =>
  filters.every((filter) => {
    const [name = "", ...value] = filter.split("=");
    return value.length === 0 ? name in labels : labels[name] === value.join("=");
  });

/** Names of the networks that a container asks for. */
export function networksOf({ request }: FakeContainer): readonly string[] {
  const mode = String(part(request.HostConfig).NetworkMode ?? "bridge");
  const named = Object.keys(part(part(request.NetworkingConfig).EndpointsConfig));
  return [...new Set([mode, ...named])].filter((name) => !["bridge", "none", "host"].includes(name));
}

/** Names of the volumes that a container mounts. */
export const volumesOf = ({ request }: FakeContainer): readonly string[] =>
  ((part(request.HostConfig).Binds ?? []) as readonly string[]).map((bind) => bind.split(":")[0] ?? "");
