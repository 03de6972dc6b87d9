import { createServer } from "node:net";
import type { Sockets } from "../domain/world.ts";

/** Sockets of this machine. */
export const nodeSockets: Sockets = {
  probe: (host, port) =>
    new Promise((resolve) => {
      const server = createServer();
      server.once("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "EADDRINUSE") return resolve("taken");
        resolve(error.code === "EACCES" || error.code === "EPERM" ? "denied" : "unavailable");
      });
      server.listen({ host, port, exclusive: true }, () => server.close(() => resolve("free")));
    }),
  async firstFree(ports) {
    const { default: getPort } = await import("get-port");
    const port = await getPort({ port: ports, host: "127.0.0.1" });
    return ports.includes(port) ? port : undefined;
  },
  owner: () => Promise.resolve(undefined),
  ephemeralRange: () => Promise.resolve(undefined),
};
