import type { Agent, IncomingMessage } from "node:http";
import type { Http, HttpAnswer } from "../domain/world.ts";
import { inTime } from "./deadline.ts";
import { wholeAnswer } from "./whole-answer.ts";

/** Node looks through a host's name for an IPv6 address, to name it in TLS: with a pattern that takes longer to compile than the answer to come. */
export const WITHOUT_TLS = { servername: "" } as const;

/** Loopback HTTP over node:http: no proxy is ever asked, and every request ends by its deadline. */
export const nodeHttp: Http = {
  request: (options) => (options.kept === true ? KEPT.request(options) : send(options, false)),
};

/** The same over connections that are kept for the next request, for what asks one server thousands of times. An idle one keeps no process alive. */
export function keptHttp(): Http {
  let agent: Agent | undefined;
  return {
    async request(options) {
      const { Agent: Kept } = await import("node:http");
      agent ??= new Kept({ keepAlive: true });
      return send(options, agent);
    },
  };
}

const KEPT = keptHttp();

async function send(asking: Parameters<Http["request"]>[0], agent: Agent | false): Promise<HttpAnswer> {
  const { request } = await import("node:http");
  const { method = "GET", url, headers = {}, body } = asking;
  return inTime(
    asking,
    (signal) =>
      new Promise((resolve, reject) => {
        const asked = request(url, { method, headers, agent, signal, ...WITHOUT_TLS }, (answer) =>
          collect(answer).then(resolve, reject),
        );
        // A server may end a kept connection in the moment in which the next request is sent over it.
        asked.on("error", (error) =>
          asked.reusedSocket && isReset(error) ? resolve(send(asking, false)) : reject(error),
        );
        asked.end(body);
      }),
  );
}

const isReset = (error: Error): boolean => Object(error).code === "ECONNRESET";

async function collect(answer: IncomingMessage): Promise<HttpAnswer> {
  const body = await wholeAnswer(answer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers))
    headers[name] = Array.isArray(value) ? value.join(", ") : (value ?? "");
  return { status: answer.statusCode ?? 0, headers, body };
}
