import type { Containers } from "../domain/containers.ts";
import type { ListedEngineImage } from "../domain/engine-images.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { EngineClient, EngineConnection } from "./engine-connection.ts";
import { meaning, unless } from "./engine-failure.ts";

type Images = Pick<Containers, "image" | "images" | "removeImage">;

/** Images that the engine has. */
export const engineImages = ({ ask, read }: EngineConnection): Images => ({
  image: (reference, limits) =>
    read(limits, async ({ client }) => {
      const seen = await look(client, reference);
      if (seen === undefined) return undefined;
      const { tags: _, madeAtMs: __, ...image } = seen;
      return image;
    }),

  images: (labels, limits) =>
    read(limits, async ({ client }) => {
      const listed = await client.listImages({ filters: { label: [...labels] } });
      const seen = await Promise.all(listed.map(({ Id }) => look(client, Id)));
      return seen.filter((one) => one !== undefined);
    }),

  removeImage: (reference, limits) =>
    ask(limits, async ({ client }) => {
      const used = meaning(409, (why) => AvbError.of("IMAGE_IN_USE", { image: reference, why }));
      await client.getImage(reference).remove().catch(unless(404)).catch(used);
    }),
});

async function look(client: EngineClient, reference: string): Promise<ListedEngineImage | undefined> {
  const seen = await client.getImage(reference).inspect().catch(unless(404));
  if (seen === undefined) return undefined;
  return {
    ...{ id: seen.Id, architecture: seen.Architecture, bytes: seen.Size, labels: seen.Config.Labels ?? {} },
    ...{ digests: seen.RepoDigests ?? [], tags: seen.RepoTags ?? [], madeAtMs: Date.parse(seen.Created) },
  };
}
