import type { Containers, Labelled } from "../../src/domain/containers.ts";
import type { EngineImage } from "../../src/domain/engine-images.ts";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { pullFailure } from "../../src/domain/image-reference.ts";
import type { FakeContainer } from "./fake-container.ts";
import { answersTo, carries, type EngineState, networksOf, runs, volumesOf } from "./fake-engine-state.ts";

type Places = Omit<
  Containers,
  "list" | "look" | "environment" | "create" | "put" | "start" | "stop" | "remove" | "exec" | "logs" | "use"
>;

/** The networks, volumes and images of a fake engine. */
export const fakePlaces = (state: EngineState): Places => ({
  networks: async (labels) => listed(state.networks, labels),

  makeNetwork: async ({ name, labels }) => {
    const there = state.networks.get(name);
    if (there !== undefined && !carries(there.labels, labels))
      throw AvbError.of("NETWORK_FOREIGN", { name, owner: "somebody else", slot: "1" });
    if (there !== undefined) return;
    state.networks.set(name, { name, labels });
    state.wrote(`makeNetwork ${name}`);
  },

  removeNetwork: async (name) => {
    const users = usersOf(state, (one) => networksOf(one).includes(name) && runs(state, one));
    if (users[0] !== undefined)
      throw AvbError.of("NETWORK_IN_USE", { name, containers: users.join(", "), container: users[0] });
    if (state.networks.delete(name)) state.wrote(`removeNetwork ${name}`);
  },

  volumes: async (labels) => listed(state.volumes, labels),

  makeVolume: async ({ name, labels }) => {
    const there = state.volumes.get(name);
    if (there !== undefined && !carries(there.labels, labels))
      throw AvbError.of("VOLUME_FOREIGN", { name, owner: "somebody else" });
    if (there !== undefined) return;
    state.volumes.set(name, { name, labels });
    state.wrote(`makeVolume ${name}`);
  },

  removeVolume: async (name) => {
    const users = usersOf(state, (one) => volumesOf(one).includes(name));
    if (users[0] !== undefined)
      throw AvbError.of("VOLUME_IN_USE", { name, containers: users.join(", "), container: users[0] });
    if (state.volumes.delete(name)) state.wrote(`removeVolume ${name}`);
  },

  image: async (reference) => state.images.get(reference),

  images: async (labels) =>
    [...state.images]
      .filter(([, image]) => answersTo(image.labels, labels))
      // Each is made a second after the one before it.
      .map(([tag, image], at) => ({ ...image, tags: [tag], madeAtMs: at * 1000 })),

  pull: async (reference, _limits, progress) => {
    if (!state.registry.has(reference)) throw pullFailure(reference, "no such host");
    progress({ bytes: 1e6, of: 2e6, layers: 2 });
    progress({ bytes: 2e6, of: 2e6, layers: 2 });
    state.images.set(reference, imageOf(reference));
    state.wrote(`pull ${reference}`);
  },

  refusal: async (reference) => (state.registry.has(reference) ? undefined : pullFailure(reference, "no such host")),

  build: async ({ tag, dockerfile, labels }, _limits, progress) => {
    for (const line of dockerfile.trim().split("\n")) progress(line);
    state.images.set(tag, { ...imageOf(tag), labels });
    state.wrote(`build ${tag}`);
  },

  removeImage: async (reference) => {
    if (state.images.delete(reference)) state.wrote(`removeImage ${reference}`);
  },
});

/** An image as it would be there after a pull. */
export const imageOf = (reference: string): EngineImage => ({
  id: `sha256:${Buffer.from(reference).toString("hex").padEnd(64, "0").slice(0, 64)}`,
  ...{ architecture: "amd64", bytes: 2e6, labels: {}, digests: [] },
});

const listed = (places: ReadonlyMap<string, Labelled>, labels: readonly string[]): readonly Labelled[] =>
  [...places.values()]
    .filter((one) => answersTo(one.labels, labels))
    .sort((one, other) => (one.name < other.name ? -1 : 1));

const usersOf = (state: EngineState, uses: (one: FakeContainer) => boolean): readonly string[] =>
  [...state.byName.values()]
    .filter(uses)
    .map(({ name }) => name)
    .sort();
