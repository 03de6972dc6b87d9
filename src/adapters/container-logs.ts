import { Readable } from "node:stream";
import type { Containers } from "../domain/containers.ts";
import type { EngineClient, EngineConnection } from "./engine-connection.ts";
import { logLines } from "./log-lines.ts";

type Options = Parameters<Containers["logs"]>[1];

/** What containers wrote, and write. */
export const containerLogs = ({ ask }: EngineConnection): Pick<Containers, "logs"> => ({
  logs: (id, options, line) => {
    const { limits, follow = false } = options;
    const told = ask(limits, async ({ client, deadline }) => {
      const stream = await openLog(client, id, options);
      // Whoever follows waits for as long as the container has nothing to say.
      if (follow) deadline.lift();
      const { hear, end } = logLines(line);
      for await (const chunk of stream) hear(chunk);
      end();
    });
    return told.catch((error: unknown) => {
      if (!(follow && limits.signal?.aborted)) throw error;
    });
  },
});

/** dockerode collects a log that is not followed as a whole; the request itself can do without. */
function openLog(client: EngineClient, id: string, { tail, sinceMs, follow = false }: Options): Promise<Readable> {
  const since = sinceMs === undefined ? {} : { since: (sinceMs / 1000).toFixed(3) };
  const request = {
    ...{ path: `/containers/${encodeURIComponent(id)}/logs?`, method: "GET", isStream: true },
    statusCodes: { 200: true, 404: "no such container", 500: "server error" },
    options: { follow, stdout: true, stderr: true, timestamps: true, tail: String(tail), ...since },
  };
  return new Promise((resolve, reject) => {
    client.modem.dial(request, (error: unknown, stream: unknown) => {
      if (error) reject(error);
      else if (stream instanceof Readable) resolve(stream);
      else reject(new Error("the engine answered without a stream"));
    });
  });
}
