import { Readable } from "node:stream";
import type { Containers } from "../domain/containers.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { tailOf } from "../domain/printable.ts";
import type { EngineConnection } from "./engine-connection.ts";
import { meaning } from "./engine-failure.ts";
import { eventsOf } from "./json-lines.ts";
import { tarOf } from "./tar.ts";

/** Without a network, and with the engine's own builder: it needs neither a session nor a plugin. */
const HOW = { networkmode: "none", rm: true, forcerm: true, version: "1" } as const;

/** Images built from a Dockerfile alone; the timeout is that of silence, as steps may take long. */
export const imageBuild = ({ ask }: EngineConnection): Pick<Containers, "build"> => ({
  build: async ({ tag, dockerfile, labels, context: files = {} }, limits, progress) => {
    const all = Object.entries({ Dockerfile: dockerfile, ...files });
    const context = await tarOf(all.map(([path, text]) => ({ path, text, uid: 0, mode: 0o644 })));
    await ask(limits, async ({ client, deadline }) => {
      const said: string[] = [];
      const failure = (why: string) =>
        AvbError.of("IMAGE_BUILD_FAILED", { tag, why }, { detail: tailOf(said.join("\n")) });
      const options = { ...HOW, t: tag, labels: { ...labels } };
      const refused = meaning(400, failure);
      const stream = await client.buildImage(Readable.from([context]), options).catch(refused);
      for await (const event of eventsOf(stream, deadline, failure)) {
        const line = String(event.stream ?? "").trimEnd();
        if (line !== "") progress(line);
        said.push(line);
      }
    });
  },
});
