import type { IncomingMessage, ServerResponse } from "node:http";
import type { Client } from "../../domain/identity.ts";

/** Names under which the sandbox may be addressed; a page elsewhere cannot make a browser use another one (DNS rebinding). */
const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]", "host.docker.internal"];

/** The values of the Host header that are accepted on a port. */
export const allowedHosts = (port: number, gateway: string | undefined): ReadonlySet<string> =>
  new Set([...LOOPBACK_NAMES, ...(gateway === undefined ? [] : [gateway])].map((name) => `${name}:${port}`));

/** Headers that every answer has. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-frame-options": "SAMEORIGIN",
  "cache-control": "no-store",
};

const ALLOWED_METHODS = "GET, POST, PUT, DELETE, HEAD, OPTIONS";
const ALLOWED_HEADERS = "Authorization, Content-Type, Accept, X-Requested-With, DPoP";

/** The origins from which a browser may read what is sent for a client: as registered; `+` stands for those of its redirect URIs. */
export const originsOf = (client: Client): readonly string[] =>
  client.webOrigins.flatMap((origin) =>
    origin === "+"
      ? client.redirectUris.filter((uri) => URL.canParse(uri)).map((uri) => new URL(uri).origin)
      : [origin],
  );

/** Sets the CORS headers when the origin is registered by a client; an unregistered one gets none, so its browser reads nothing. */
export function allowOrigin(req: IncomingMessage, res: ServerResponse, clients: readonly Client[]): void {
  res.setHeader("vary", "Origin");
  const { origin } = req.headers;
  if (origin === undefined || !clients.some((client) => originsOf(client).includes(origin))) return;
  res.setHeader("access-control-allow-origin", origin);
  res.setHeader("access-control-allow-credentials", "true");
  res.setHeader("access-control-expose-headers", "Location, WWW-Authenticate");
}

/** True for the question a browser asks before it sends; it is answered here for every route. */
export const isPreflight = (req: IncomingMessage): boolean =>
  req.method === "OPTIONS" && req.headers["access-control-request-method"] !== undefined;

/** Answers a preflight: 204, with permissions only where `allowOrigin` gave the origin its own. */
export function answerPreflight(res: ServerResponse): void {
  if (res.hasHeader("access-control-allow-origin")) {
    res.setHeader("access-control-allow-methods", ALLOWED_METHODS);
    res.setHeader("access-control-allow-headers", ALLOWED_HEADERS);
    res.setHeader("access-control-max-age", "600");
  }
  res.statusCode = 204;
  res.end();
}
