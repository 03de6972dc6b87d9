import type { IncomingMessage, ServerResponse } from "node:http";

/** The largest body that is read; anything beyond is refused with 413. */
export const MAX_BODY_BYTES = 1_048_576;

/** A request as routes see it: read whole, its address resolved. */
export interface SandboxRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Values of the pattern's places, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** The scheme and authority the request came through, such as `http://host.docker.internal:8080`. */
  readonly origin: string;
  /** For what speaks node:http itself. */
  readonly raw: { readonly req: IncomingMessage; readonly res: ServerResponse };
}

/** What a route answers: an object is sent as JSON. */
export interface SandboxAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | object;
}

/** A body beyond MAX_BODY_BYTES, or one that ended early. */
export class BodyRefused extends Error {
  readonly status: 400 | 413;

  constructor(status: 400 | 413) {
    super(status === 413 ? `a body may have ${MAX_BODY_BYTES} bytes` : "the body ended early");
    this.status = status;
  }
}

/** The whole body as text. By events: an iterator costs more than all the reading. */
export function readBody(req: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const { "content-length": length, "transfer-encoding": coding } = req.headers;
    if (length === undefined && coding === undefined) return resolve("");
    if (Number(length ?? 0) > MAX_BODY_BYTES) return reject(new BodyRefused(413));
    const chunks: Buffer[] = [];
    let size = 0;
    const keep = (chunk: Buffer): void => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= MAX_BODY_BYTES) return;
      req.off("data", keep).pause();
      reject(new BodyRefused(413));
    };
    const endEarly = () => reject(new BodyRefused(400));
    req.on("data", keep).once("error", endEarly).once("close", endEarly);
    req.once("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
  });
}

/** The fields of a form body; empty for another media type. */
export const formOf = ({ headers, body }: SandboxRequest): URLSearchParams =>
  new URLSearchParams(headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ? body : "");

/** Sends an answer. */
export function send(res: ServerResponse, answer: SandboxAnswer): void {
  const isJson = typeof answer.body === "object";
  const text = isJson ? JSON.stringify(answer.body) : String(answer.body ?? "");
  res.statusCode = answer.status;
  if (isJson) res.setHeader("content-type", "application/json");
  for (const [name, value] of Object.entries(answer.headers ?? {}))
    res.setHeader(name, typeof value === "string" ? value : [...value]);
  res.setHeader("content-length", Buffer.byteLength(text));
  res.end(text);
}
