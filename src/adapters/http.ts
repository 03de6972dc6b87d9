import { request as httpRequest, type IncomingMessage } from "node:http";
import type { Http, HttpAnswer } from "../domain/world.ts";

/** Loopback HTTP over node:http: no proxy is ever asked, and every request ends by its deadline. */
export const nodeHttp: Http = {
  request: ({ method = "GET", url, headers = {}, body, timeoutMs, signal }) =>
    new Promise((resolve, reject) => {
      const deadline = AbortSignal.timeout(timeoutMs);
      const request = httpRequest(
        url,
        {
          method,
          headers,
          agent: false,
          signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
        },
        (answer) => collect(answer).then(resolve, reject),
      );
      request.on("error", reject);
      request.end(body);
    }),
};

async function collect(answer: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers))
    headers[name] = Array.isArray(value) ? value.join(", ") : (value ?? "");
  return { status: answer.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString("utf8") };
}
