import { createServer, type RequestListener, type Server } from "node:http";

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
