import type { RequestListener, ServerResponse } from "node:http";
import { type RequestEntry, requestLine, type SandboxOffer } from "../../domain/request-log.ts";
import { ADMIN_ROUTES } from "../../domain/sandbox-protocol.ts";

/** What is kept of the requests: a line of the log each, and the last ones in memory. */
export interface RequestLog {
  /** The listener, with every request of it noted. */
  around(on: SandboxOffer, listener: RequestListener): RequestListener;
  /** The last requests, the newest first. */
  recent(): readonly RequestEntry[];
}

/** What a request log works with. */
export interface RequestLogOptions {
  readonly now: () => number;
  /** Takes secrets out of a path. */
  readonly mask: (text: string) => string;
  /** Takes a line of the log. */
  readonly write: (line: string) => void;
}

const KEPT = 50;
const LONGEST_PATH = 300;
/** avb itself asks these before every command; a log full of them tells nothing. */
const UNSAID: ReadonlySet<string> = new Set([ADMIN_ROUTES.health, "/health"]);

const users = new WeakMap<ServerResponse, string>();

/** Notes whose request this answer belongs to, for its line of the log. */
export function noteUser(res: ServerResponse, username: string): void {
  users.set(res, username);
}

/** A log of requests: method, path, status, duration and user; never a query, a header or a body. */
export function createRequestLog({ now, mask, write }: RequestLogOptions): RequestLog {
  const kept: RequestEntry[] = [];
  const note = (whole: RequestEntry): void => {
    const entry = { ...whole, path: whole.path.slice(0, LONGEST_PATH) };
    kept.push(entry);
    if (kept.length > KEPT) kept.shift();
    write(requestLine(entry));
  };
  return {
    around: (on, listener) => (req, res) => {
      const path = pathOf(req.url);
      const [time, began] = [new Date(now()).toISOString(), performance.now()];
      const asked = { time, on, method: req.method ?? "", path };
      if (!UNSAID.has(path)) res.once("close", () => note({ ...asked, path: mask(path), ...outcome(res, began) }));
      listener(req, res);
    },
    recent: () => kept.toReversed(),
  };
}

function outcome(res: ServerResponse, began: number) {
  const user = users.get(res);
  return {
    status: res.writableFinished ? res.statusCode : 0,
    ms: Math.round((performance.now() - began) * 10) / 10,
    ...(user === undefined ? {} : { user }),
  };
}

function pathOf(url = ""): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}
