import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { Client } from "../../domain/identity.ts";
import { BodyRefused, readBody, type SandboxRequest, send } from "./exchange.ts";
import { allowedHosts, allowOrigin, answerPreflight, isPreflight, SECURITY_HEADERS } from "./guards.ts";
import { createRouter, type Route } from "./router.ts";

/** What stands around a routing table. */
export interface ListenerOptions {
  readonly port: number;
  readonly gateway: string | undefined;
  readonly routes: readonly Route[];
  clients(): readonly Client[];
  /** Told of a request that failed inside the server. */
  failed(error: unknown): void;
}

/** Guards every request (host, origin, size), then hands it to the route its path names. */
export function createListener(options: ListenerOptions): RequestListener {
  const hosts = allowedHosts(options.port, options.gateway);
  const find = createRouter(options.routes);
  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const url = admitted(req, hosts);
    setHeaders(res, SECURITY_HEADERS);
    if (typeof url === "string") return send(res, REFUSALS[url]);
    allowOrigin(req, res, options.clients());
    if (isPreflight(req)) return answerPreflight(res);
    const match = find(req.method ?? "GET", url.pathname);
    if ("methods" in match) return send(res, noRoute(match.methods));
    const answered = await match.route.handle(await requestOf(req, res, url, match.params));
    if (answered !== undefined) send(res, answered);
  };
  return (req, res) => {
    answer(req, res).catch((error: unknown) => fail(options, req, res, error));
  };
}

const refusal = (status: number, error: string, description: string) => ({
  status,
  body: { error, error_description: description },
});

const REFUSALS = {
  host: refusal(403, "forbidden_host", "this name is not one of the sandbox's"),
  address: refusal(400, "invalid_request", "the address cannot be read"),
} as const;

/** The address of a request that came under a name of ours, or why it is refused. */
function admitted(req: IncomingMessage, hosts: ReadonlySet<string>): URL | keyof typeof REFUSALS {
  const host = req.headers.host?.toLowerCase() ?? "";
  return hosts.has(host) ? (parsed(req.url ?? "/", host) ?? "address") : "host";
}

function setHeaders(res: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
}

const requestOf = async (
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
  params: SandboxRequest["params"],
): Promise<SandboxRequest> => ({
  method: req.method ?? "GET",
  path: url.pathname,
  query: url.searchParams,
  params,
  headers: req.headers,
  body: await readBody(req),
  origin: url.origin,
  raw: { req, res },
});

/** A path only: an absolute URL in the request line would name another host than the header that was checked. */
const parsed = (target: string, host: string): URL | undefined =>
  target.startsWith("/") && !target.startsWith("//") && URL.canParse(target, `http://${host}`)
    ? new URL(target, `http://${host}`)
    : undefined;

const noRoute = (methods: readonly string[]) =>
  methods.length === 0
    ? { status: 404, body: { error: "HTTP 404 Not Found" } }
    : {
        status: 405,
        headers: { allow: [...new Set(methods)].join(", ") },
        body: { error: "HTTP 405 Method Not Allowed" },
      };

function fail(options: ListenerOptions, req: IncomingMessage, res: ServerResponse, error: unknown): void {
  if (res.headersSent) return void res.destroy();
  if (error instanceof BodyRefused) {
    res.setHeader("connection", "close");
    send(res, refusal(error.status, "invalid_request", error.message));
    req.resume();
    return;
  }
  options.failed(error);
  send(res, refusal(500, "unknown_error", "the sandbox failed; its log says why"));
}

const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
};

/** A server with limits on how long a client may take. */
export function createGuardedServer(listener: RequestListener): Server {
  const server = createServer(LIMITS, listener);
  server.maxHeadersCount = 100;
  return server;
}
