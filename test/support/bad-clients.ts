import { once } from "node:events";
import { connect, type Socket } from "node:net";

const PATH = "/realms/agentvoicebox/protocol/openid-connect/token";
const DRIP_MS = 50;
const CHUNK = Buffer.alloc(65_536, "x");

/** Clients that hold a connection and send a header letter by letter, without an end (slowloris). */
export interface SlowClients {
  /** How many the server has not cut off yet. */
  open(): number;
  /** Resolves when the server has cut off every one. */
  allCutOff(): Promise<unknown>;
  stop(): void;
}

/** Connects so many of them. */
export async function slowClients(port: number, count: number): Promise<SlowClients> {
  const sockets = await Promise.all(Array.from({ length: count }, () => connected(port)));
  for (const socket of sockets) socket.write(`POST ${PATH} HTTP/1.1\r\nHost: localhost:${port}\r\nX-Slow: `);
  const dripping = setInterval(() => {
    for (const socket of sockets) if (!socket.destroyed) socket.write("x");
  }, DRIP_MS);
  const cut = sockets.map(closed);
  return {
    open: () => sockets.filter(({ destroyed }) => !destroyed).length,
    allCutOff: () => Promise.all(cut),
    stop() {
      clearInterval(dripping);
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Sends a body without an end, announced as chunks; the status it was answered and how much was sent until the server hung up. */
export async function endlessBody(port: number): Promise<{ readonly status: string; readonly bytes: number }> {
  const socket = await connected(port);
  let [answer, bytes] = ["", 0];
  socket.on("data", (data) => {
    answer += data.toString("latin1");
  });
  socket.write(`POST ${PATH} HTTP/1.1\r\nHost: localhost:${port}\r\nTransfer-Encoding: chunked\r\n\r\n`);
  const send = (): void => {
    while (!socket.destroyed && socket.writable) {
      bytes += CHUNK.length;
      if (!socket.write(`${CHUNK.length.toString(16)}\r\n${CHUNK}\r\n`)) return void socket.once("drain", send);
    }
  };
  const end = closed(socket);
  send();
  await end;
  return { status: /^HTTP\/1.1 (\d+)/.exec(answer)?.[1] ?? "none", bytes };
}

/** However it came to that: a reset is an end too. */
const closed = (socket: Socket): Promise<unknown> => new Promise((resolve) => socket.once("close", resolve));

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  // What the server does to it is what the test looks at.
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}
