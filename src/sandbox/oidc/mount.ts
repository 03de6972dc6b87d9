import { IncomingMessage } from "node:http";
import type { SandboxRequest } from "../http/exchange.ts";
import type { Provider } from "./provider.ts";
import type { RealmParts } from "./realm.ts";

/** What a request is changed to before the provider sees it. */
export interface Rewritten {
  readonly query?: URLSearchParams;
  readonly form?: URLSearchParams;
}

/** Lets the provider answer a request; it knows paths below the realm only. */
export async function mount(
  provider: Provider,
  realm: RealmParts,
  request: SandboxRequest,
  { query = request.query, form }: Rewritten = {},
): Promise<undefined> {
  const base = `/realms/${realm.name}`;
  const search = query.size === 0 ? "" : `?${query}`;
  const url = request.path.slice(base.length) + search;
  const { req, res } = request.raw;
  if (!res.hasHeader("access-control-allow-origin")) res.setHeader(...CLOSED_TO_ORIGINS);
  const body = form?.toString() ?? request.body;
  await handlerOf(provider)(Object.assign(unread(req, body), { url, originalUrl: base + url }), res);
  return undefined;
}

/** A provider makes its handler from all its middleware anew whenever it is asked for one. */
function handlerOf(provider: Provider): Handler {
  const handler = handlers.get(provider) ?? provider.callback();
  handlers.set(provider, handler);
  return handler;
}

type Handler = ReturnType<Provider["callback"]>;
const handlers = new WeakMap<Provider, Handler>();

/** The request with this body still to be read, which is how the provider wants it. */
function unread(req: IncomingMessage, body: string): IncomingMessage {
  const { "transfer-encoding": _read, ...headers } = req.headers;
  const { method, httpVersion, httpVersionMajor, httpVersionMinor } = req;
  const again = new IncomingMessage(req.socket);
  if (body !== "") again.push(body);
  again.push(null);
  const length = body === "" ? {} : { "content-length": String(Buffer.byteLength(body)) };
  return Object.assign(again, {
    ...{ method, httpVersion, httpVersionMajor, httpVersionMinor },
    headers: { ...headers, ...length },
    complete: true,
  });
}

/** The provider would answer any origin; it leaves CORS alone once a header of that kind is there. */
const CLOSED_TO_ORIGINS = ["access-control-expose-headers", "WWW-Authenticate"] as const;
