import type { Containers } from "../domain/containers.ts";
import type { EngineConnection } from "./engine-connection.ts";
import { tarOf } from "./tar.ts";

/** Files put into a container that does not run: its volumes are mounted for it, its tmpfs are not. */
export const containerFiles = ({ ask }: EngineConnection): Pick<Containers, "put"> => ({
  put: async (id, files, limits) => {
    if (files.length === 0) return;
    const archive = await tarOf(files);
    await ask(limits, ({ client }) => client.getContainer(id).putArchive(archive, { path: "/" }));
  },
});
