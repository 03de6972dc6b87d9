import { type ClientHttp2Session, connect, createServer, type Http2Session, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { Fault, FaultyProxy } from "./faulty-proxy.ts";

/** What gRPC makes of an answer that is not its own. */
const SPOILT: Readonly<Record<Exclude<Fault, "pass">, (stream: ServerHttp2Stream) => void>> = {
  "503": (stream) => stream.respond({ ":status": 503 }, { endStream: true }),
  html: (stream) => {
    stream.respond({ ":status": 200, "content-type": "text/html" });
    stream.end("<html>a proxy's page</html>");
  },
  empty: (stream) => stream.respond({ ":status": 200, "content-type": "application/grpc" }, { endStream: true }),
  cut: (stream) => {
    stream.respond({ ":status": 200, "content-type": "application/grpc" });
    stream.write(Buffer.from([0, 0, 0, 1, 0, 10]), () => stream.close(2));
  },
  "hang-up": (stream) => stream.session?.destroy(),
  silent: () => undefined,
};

/** A proxy before a gRPC server of this machine, which reads the method of each call and passes on what both say. */
export async function temporalProxy(port: number, fault: FaultyProxy["fault"] = () => "pass"): Promise<FaultyProxy> {
  const proxy = { port: 0, seen: [] as string[], fault };
  const sessions = new Set<Http2Session>();
  let upstream: ClientHttp2Session | undefined;
  const server = createServer();
  // The server may end a connection that has become old.
  const toServer = (): ClientHttp2Session => {
    if (upstream === undefined || upstream.closed || upstream.destroyed) {
      upstream = connect(`http://127.0.0.1:${port}`).on("error", () => undefined);
      sessions.add(upstream);
    }
    return upstream;
  };
  server.on("session", (session) => sessions.add(session.on("error", () => undefined)));
  server.on("stream", (stream, headers) => {
    stream.on("error", () => undefined);
    const method = String(headers[":path"]);
    proxy.seen.push(method);
    const does = proxy.fault(method);
    if (does !== "pass") return SPOILT[does](stream);
    const call = toServer().request({ ...headers, ":authority": `127.0.0.1:${port}` });
    call.on("error", () => stream.destroy());
    call.on("response", (answer) => {
      if (stream.destroyed) return;
      const hasBody = answer["grpc-status"] === undefined;
      stream.respond(answer, { waitForTrailers: hasBody, endStream: !hasBody });
      let trailers: object = {};
      call.on("trailers", (told) => {
        trailers = told;
      });
      if (!hasBody) return;
      stream.on("wantTrailers", () => stream.sendTrailers({ ...trailers }));
      call.on("data", (chunk) => void (stream.writable && stream.write(chunk)));
      call.on("end", () => stream.end());
    });
    stream.pipe(call);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  proxy.port = (server.address() as AddressInfo).port;
  return proxy;
}
