import type { IncomingMessage } from "node:http";
import type { Deadline } from "./deadline.ts";
import type { EngineOptions } from "./engine-options.ts";
import { WITHOUT_TLS } from "./http.ts";
import { wholeAnswer } from "./whole-answer.ts";

/** The status of an answer without a document. */
export const NOTHING = 204;

/**
 * Reads one document of the Engine API and answers it as JSON. What only looks does without dockerode, which takes longer
 * to load than an engine to answer. Throws what a socket throws, and for any other status than 200 an error that has it as
 * `statusCode` with the engine's own words.
 */
export async function engineGet(options: EngineOptions, path: string, { signal }: Deadline): Promise<unknown> {
  const { request }: Pick<typeof import("node:http"), "request"> =
    options.protocol === "https" ? await import("node:https") : await import("node:http");
  return new Promise((resolve, reject) => {
    const { protocol, host, port, ...way } = options;
    const place = host === "" ? WITHOUT_TLS : { host, port };
    const asked = request({ ...way, ...place, protocol: `${protocol}:`, path, signal }, (answer) =>
      documentOf(answer).then(resolve, reject),
    );
    asked.on("error", reject);
    asked.end();
  });
}

async function documentOf(answer: IncomingMessage): Promise<unknown> {
  const text = await wholeAnswer(answer);
  const { statusCode = 0 } = answer;
  // Podman answers 200 and nothing where it has nothing to tell.
  if (statusCode === 200 && text === "") throw Object.assign(new Error("its answer is empty"), { statusCode: NOTHING });
  const document = parsed(text);
  if (statusCode === 200 && document !== undefined) return document;
  // A container's variables may be in it: of an answer that is no JSON nothing is repeated.
  if (statusCode === 200) throw new Error("its answer is no JSON");
  const { message } = Object(document);
  throw Object.assign(new Error(typeof message === "string" ? message : text), { statusCode });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
