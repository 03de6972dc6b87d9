import type { IncomingMessage } from "node:http";
import type { Http, HttpAnswer } from "../domain/world.ts";
import { beginDeadline } from "./deadline.ts";
import { certificateTold } from "./peer-certificate.ts";

/** More than any answer that is waited for. */
const MOST_BYTES = 1024 * 1024;

/**
 * Requests to named hosts of the outside world, over TLS: no proxy, no redirect followed, every one ends by its deadline,
 * a cut or endless answer is an error, a certificate that is not trusted an UntrustedCertificate. `http:` is for servers of this machine.
 */
export const outsideHttp: Http = {
  async request({ method = "GET", url, headers = {}, body, ...limits }) {
    const { request } = url.startsWith("https:") ? await import("node:https") : await import("node:http");
    const deadline = beginDeadline(limits);
    return new Promise<HttpAnswer>((resolve, reject) => {
      const asked = request(url, { method, headers, agent: false, signal: deadline.signal }, (answer) =>
        collect(answer).then(resolve, reject),
      );
      asked.on("error", reject);
      asked.end(body);
    })
      .finally(() => deadline.release())
      .catch(async (error: unknown) => {
        if (deadline.late() && limits.signal?.aborted !== true)
          throw new Error(`no answer within ${limits.timeoutMs} ms`);
        throw await certificateTold(error, url);
      });
  },
};

async function collect(answer: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    size += (chunk as Buffer).length;
    if (size > MOST_BYTES) throw new Error("its answer is too long");
    chunks.push(chunk as Buffer);
  }
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  return { status: answer.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString("utf8") };
}
