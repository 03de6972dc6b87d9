import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { findEngine } from "../../src/adapters/engine-address.ts";

/** A socket in front of the real engine's that can stop passing anything on while it still accepts. */
export interface EngineGate {
  /** What DOCKER_HOST has to be. */
  readonly address: string;
  /** The folder it stands in, which is empty otherwise. */
  readonly folder: string;
  freeze(): void;
  thaw(): void;
}

/** Makes one that is open. */
export async function engineGate(): Promise<EngineGate> {
  const { address } = await findEngine({ env: process.env, home: homedir(), platform: process.platform });
  if (address.kind !== "socket") throw new Error("this test needs an engine that listens on a socket");
  const folder = await mkdtemp(join(tmpdir(), "avb-gate-"));
  let frozen = false;
  const sockets = new Set<Socket>();
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on("data", (chunk) => frozen || to.write(chunk));
    from.on("close", () => to.destroy()).on("error", () => to.destroy());
  };
  const server = createServer((client) => {
    const engine = connect(address.path);
    pass(client, engine);
    pass(engine, client);
  }).listen(join(folder, "engine.sock"));
  await once(server, "listening");
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await rm(folder, { recursive: true });
  });
  return {
    ...{ folder, address: `unix://${folder}/engine.sock` },
    freeze: () => {
      frozen = true;
    },
    thaw: () => {
      frozen = false;
    },
  };
}
