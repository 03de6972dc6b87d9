import { once } from "node:events";
import type { RequestListener, Server } from "node:http";
import { comesFromBridge } from "./bridge-peers.ts";
import { createGuardedServer } from "./http/guarded-server.ts";

/** A port that somebody else holds. */
export class PortTaken extends Error {
  readonly port: number;

  constructor(port: number) {
    super(`port ${port} is taken`);
    this.name = "PortTaken";
    this.port = port;
  }
}

/** Milliseconds a request under way gets to finish when the server ends. */
const GRACE_MS = 100;

/** Machines without IPv6 refuse its loopback; that is no fault. */
const NO_SUCH_ADDRESS = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL"]);

const LOOPBACK = ["127.0.0.1", "::1"];

/** Serves one port on loopback, and on the gateway where one is given: on all of them or, rejecting, on none. */
export async function bind(
  listener: RequestListener,
  port: number,
  gateway: string | undefined,
): Promise<readonly Server[]> {
  const hosts = [...LOOPBACK, ...(gateway === undefined ? [] : [gateway])];
  const tried = await Promise.allSettled(hosts.map((host) => listen(listener, port, host)));
  const servers = tried.flatMap((result) => (result.status === "fulfilled" && result.value ? [result.value] : []));
  const failed = tried.find((result) => result.status === "rejected");
  if (failed === undefined) return servers;
  await unbind(servers);
  throw failed.reason;
}

async function listen(listener: RequestListener, port: number, host: string): Promise<Server | undefined> {
  const server = createGuardedServer(listener);
  if (!LOOPBACK.includes(host))
    server.on("connection", (socket) => {
      if (!comesFromBridge(socket.remoteAddress)) socket.destroy();
    });
  server.listen({ port, host, exclusive: true, ipv6Only: host.includes(":") });
  try {
    await once(server, "listening");
    return server;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (host === "::1" && NO_SUCH_ADDRESS.has(code)) return undefined;
    throw code === "EADDRINUSE" ? new PortTaken(port) : error;
  }
}

/** Ends servers: no new request, a moment for those under way, then every connection. */
export async function unbind(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(async (server) => {
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      const impatience = setTimeout(() => server.closeAllConnections(), GRACE_MS);
      await closed;
      clearTimeout(impatience);
    }),
  );
}
