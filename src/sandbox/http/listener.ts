import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Client } from "../../domain/identity.ts";
import { BodyRefused, readBody, type SandboxAnswer, type SandboxRequest, send } from "./exchange.ts";
import { allowedHosts, allowOrigin, answerPreflight, isPreflight, SECURITY_HEADERS } from "./guards.ts";
import { createRouter, type Route } from "./router.ts";
import { wantsPage } from "./wants-page.ts";

/** Why a request is not answered by a route. */
export interface Refusal {
  readonly code: "forbidden_host" | "unreadable" | "unknown_path" | "wrong_method" | "failed";
  readonly detail?: string;
  /** The method and the path. */
  readonly asked: string;
}

/** What stands around a routing table. */
export interface ListenerOptions {
  readonly port: number;
  readonly gateway: string | undefined;
  /** More values of the Host header that are accepted, such as `lago-api:3000`. */
  readonly names?: readonly string[];
  readonly routes: readonly Route[];
  clients(): readonly Client[];
  /** A refusal as browsers get it, where there are pages at all; programs get JSON. */
  refusalPage?(refusal: Refusal): SandboxAnswer;
  /** A refusal as programs get it, where they expect another form than the identity provider's. */
  refusalBody?(status: number, code: Refusal["code"]): object;
  /** Told of a request that failed inside the server. */
  failed(error: unknown): void;
}

/** Guards every request (host, origin, size), then hands it to the route its path names. */
export function createListener(options: ListenerOptions): RequestListener {
  const hosts = new Set([...allowedHosts(options.port, options.gateway), ...(options.names ?? [])]);
  const find = createRouter(options.routes);
  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const url = admitted(req, hosts);
    setHeaders(res, SECURITY_HEADERS);
    if (typeof url === "string") return refuse(options, req, res, REFUSALS[url]);
    allowOrigin(req, res, options.clients());
    if (isPreflight(req)) return answerPreflight(res);
    const match = find(req.method ?? "GET", url.pathname);
    if ("methods" in match) return refuse(options, req, res, noRoute(match.methods));
    const answered = await match.route.handle(await requestOf(req, res, url, match.params));
    if (answered !== undefined) send(res, answered);
  };
  return (req, res) => {
    answer(req, res).catch((error: unknown) => fail(options, req, res, error));
  };
}

/** What a program is answered, and what a browser is told in its place. */
interface Refused {
  readonly answer: SandboxAnswer;
  readonly code: Refusal["code"];
  readonly detail?: string;
}

function refuse(
  { refusalPage, refusalBody }: ListenerOptions,
  req: IncomingMessage,
  res: ServerResponse,
  { answer, ...why }: Refused,
): void {
  const asked = `${req.method} ${(req.url ?? "").split("?")[0]}`;
  const page = wantsPage(req.headers, "anywhere") ? refusalPage?.({ ...why, asked }) : undefined;
  const body = refusalBody?.(answer.status, why.code) ?? answer.body;
  if (page === undefined) send(res, { ...answer, ...(body && { body }) });
  else send(res, { ...page, status: answer.status, headers: { ...page.headers, ...answer.headers } });
}

const refusal = (status: number, error: string, description: string): SandboxAnswer => ({
  status,
  body: { error, error_description: description },
});

const REFUSALS: Readonly<Record<"host" | "address", Refused>> = {
  host: { answer: refusal(403, "forbidden_host", "this name is not one of the sandbox's"), code: "forbidden_host" },
  address: {
    answer: refusal(400, "invalid_request", "the address cannot be read"),
    code: "unreadable",
    detail: "its address cannot be read",
  },
};

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

function noRoute(methods: readonly string[]): Refused {
  if (methods.length === 0)
    return { answer: { status: 404, body: { error: "HTTP 404 Not Found" } }, code: "unknown_path" };
  const allow = [...new Set(methods)].join(", ");
  const answer = { status: 405, headers: { allow }, body: { error: "HTTP 405 Method Not Allowed" } };
  return { answer, code: "wrong_method", detail: allow };
}

function fail(options: ListenerOptions, req: IncomingMessage, res: ServerResponse, error: unknown): void {
  if (res.headersSent) return void res.destroy();
  if (error instanceof BodyRefused) {
    res.setHeader("connection", "close");
    const answer = refusal(error.status, "invalid_request", error.message);
    refuse(options, req, res, { answer, code: "unreadable", detail: error.message });
    req.resume();
    return;
  }
  options.failed(error);
  const answer = refusal(500, "unknown_error", "the sandbox failed; its log says why");
  refuse(options, req, res, { answer, code: "failed" });
}
