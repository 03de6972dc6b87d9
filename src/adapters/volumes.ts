import type { Containers } from "../domain/containers.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { ownerOf } from "../domain/live/foreign-networks.ts";
import type { EngineConnection } from "./engine-connection.ts";
import { statusOf, unless } from "./engine-failure.ts";
import { carries, unlike } from "./labels.ts";

type Volumes = Pick<Containers, "volumes" | "makeVolume" | "removeVolume">;

/** Named volumes. */
export const engineVolumes = ({ ask, read }: EngineConnection): Volumes => ({
  volumes: (labels, limits) =>
    read(limits, async ({ client }) => {
      const { Volumes } = await client.listVolumes({ filters: { label: [...labels] } });
      const found = (Volumes ?? []).map(({ Name, Labels }) => ({ name: Name, labels: Labels ?? {} }));
      return found.sort((one, other) => (one.name < other.name ? -1 : 1));
    }),

  makeVolume: ({ name, labels }, limits) =>
    ask(limits, async ({ client }) => {
      const volume = client.getVolume(name);
      const there = await volume.inspect().catch(unless(404));
      // The engine answers with a volume that is there, whatever labels it has.
      if (there === undefined) await client.createVolume({ Name: name, Labels: { ...labels } });
      const { Labels } = there ?? (await volume.inspect());
      if (!carries(Labels, labels)) throw AvbError.of("VOLUME_FOREIGN", { name, owner: ownerOf(Labels ?? {}) });
    }),

  removeVolume: (name, limits) =>
    ask(limits, async ({ client }) => {
      const volume = client.getVolume(name);
      try {
        await volume.remove().catch(unless(404));
      } catch (error) {
        if (statusOf(error) !== 409) throw error;
        const seen = await volume.inspect();
        const used = await client.listContainers({ all: true, filters: { volume: [name] } });
        const users = await unlike(client, { labels: seen.Labels, users: used.map(({ Id }) => Id) });
        throw AvbError.of("VOLUME_IN_USE", { name, containers: users.join(", "), container: users[0] ?? "" });
      }
    }),
});
