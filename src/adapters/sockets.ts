import { connect, createServer } from "node:net";
import type { PortOwner, Sockets } from "../domain/sockets.ts";
import { linuxPortOwner } from "./port-owner-linux.ts";
import { macosPortOwner } from "./port-owner-macos.ts";
import { windowsPortOwner } from "./port-owner-windows.ts";
import { ephemeralRange, reservedRanges } from "./port-ranges.ts";

const OWNERS: Readonly<Partial<Record<NodeJS.Platform, (port: number) => Promise<PortOwner | undefined>>>> = {
  linux: linuxPortOwner,
  darwin: macosPortOwner,
  win32: windowsPortOwner,
};

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
    if (ports.length === 0) return undefined;
    const { default: getPort, clearLockedPorts } = await import("get-port");
    // It keeps what it once gave away back for some seconds; who asks again here has not used it.
    clearLockedPorts();
    const port = await getPort({ port: ports, host: "127.0.0.1" });
    // Where all are taken it answers any port there is, without a word.
    return ports.includes(port) ? port : undefined;
  },
  exchange: (port, sends, { timeoutMs }) =>
    new Promise((resolve) => {
      const socket = connect({ port, host: "127.0.0.1" }, () => socket.write(sends, "latin1"));
      const end = (answer?: string) => {
        socket.destroy();
        resolve(answer);
      };
      socket.setTimeout(timeoutMs, () => end());
      socket.once("data", (bytes) => end(bytes.toString("latin1")));
      for (const event of ["error", "close"]) socket.once(event, () => end());
    }),
  owner: async (port) => OWNERS[process.platform]?.(port),
  ephemeralRange,
  reservedRanges,
};
