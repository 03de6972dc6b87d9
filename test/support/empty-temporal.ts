import { createServer, type Http2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** The frame of a gRPC message that has no field: not compressed, of length 0. */
const NOTHING = Buffer.alloc(5);

/** A gRPC server of this machine that answers every call with a message in which nothing is set, which a Temporal without a namespace does too; whose port it is. */
export async function emptyTemporal(): Promise<number> {
  const sessions = new Set<Http2Session>();
  const server = createServer();
  server.on("session", (session) => sessions.add(session.on("error", () => undefined)));
  server.on("stream", (stream) => {
    stream.on("error", () => undefined);
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
    stream.end(NOTHING);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
