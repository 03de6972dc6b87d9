import type { IncomingMessage } from "node:http";
import type { Http, HttpAnswer } from "../domain/world.ts";
import { wholeAnswer } from "./whole-answer.ts";

/** Node looks through a host's name for an IPv6 address, to name it in TLS: with a pattern that takes longer to compile than the answer to come. */
export const WITHOUT_TLS = { servername: "" } as const;

/** Loopback HTTP over node:http: no proxy is ever asked, and every request ends by its deadline. */
export const nodeHttp: Http = {
  async request({ method = "GET", url, headers = {}, body, timeoutMs, signal }) {
    const { request } = await import("node:http");
    const deadline = AbortSignal.timeout(timeoutMs);
    const ending = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
    return new Promise((resolve, reject) => {
      const asked = request(url, { method, headers, agent: false, signal: ending, ...WITHOUT_TLS }, (answer) =>
        collect(answer).then(resolve, reject),
      );
      asked.on("error", reject);
      asked.end(body);
    });
  },
};

async function collect(answer: IncomingMessage): Promise<HttpAnswer> {
  const body = await wholeAnswer(answer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers))
    headers[name] = Array.isArray(value) ? value.join(", ") : (value ?? "");
  return { status: answer.statusCode ?? 0, headers, body };
}
