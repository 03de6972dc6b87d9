import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** What a proxy does with one request: passes it on, or answers in the server's place; `cut` ends the answer in its middle, `silent` never answers. */
export type Fault = "pass" | "503" | "html" | "empty" | "cut" | "hang-up" | "silent";

/** The faults, without the one that is none. */
export const FAULTS = ["503", "html", "empty", "cut", "hang-up", "silent"] as const satisfies readonly Fault[];

const ANSWERS: Partial<Record<Fault, string>> = {
  "503": "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
  html: "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<html>a proxy's page</html>",
  empty: "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
  cut: 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n[{"id": "a',
};

/** A proxy before a server of this machine. */
export interface FaultyProxy {
  readonly port: number;
  /** The first line of every request that came, such as `GET /v1/sys/mounts HTTP/1.1`. */
  readonly seen: string[];
  /** Decides by a request's first line. */
  fault(line: string): Fault;
}

function spoil(client: Socket, fault: Exclude<Fault, "pass">): void {
  const answer = ANSWERS[fault] ?? "";
  if (fault === "silent") return;
  if (fault === "cut") client.write(answer, () => client.destroy());
  else if (answer === "") client.destroy();
  else client.end(answer);
}

/** Starts one for a test; one request comes with each connection, because none is kept open. */
export async function faultyProxy(port: number, fault: FaultyProxy["fault"] = () => "pass"): Promise<FaultyProxy> {
  const proxy = { port: 0, seen: [] as string[], fault };
  proxy.port = await listening((client) => {
    client.once("data", (first) => {
      const request = first.toString("latin1");
      const line = request.split("\r\n", 1)[0] ?? "";
      proxy.seen.push(line);
      const does = proxy.fault(line);
      if (does !== "pass") return spoil(client, does);
      // A server that knows its own address answers no other one; asked to close, it ends the connection after its answer.
      const upstream = serverEnd(client, port);
      const head = request.replace(/^host: .*$/im, `Host: 127.0.0.1:${port}`);
      upstream.write(head.replace(/^connection: keep-alive$/im, "Connection: close"), "latin1");
      client.pipe(upstream).pipe(client);
    });
  });
  return proxy;
}

/** Listens on a free port of loopback until the test has ended; whose port it is. */
export async function listening(accept: (client: Socket) => void): Promise<number> {
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    client.on("error", () => undefined);
    client.on("close", () => clients.delete(client));
    accept(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const client of clients) client.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** The server's end of a client's connection: both end together. */
export function serverEnd(client: Socket, port: number): Socket {
  const upstream = connect(port, "127.0.0.1");
  upstream.on("error", () => client.destroy());
  client.on("close", () => upstream.destroy());
  return upstream;
}
