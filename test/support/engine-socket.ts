import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { engineContainers } from "../../src/adapters/containers.ts";
import { engineConnection } from "../../src/adapters/engine-connection.ts";
import type { Containers } from "../../src/domain/containers.ts";

/** An engine's socket with somebody behind it who answers as the test wants. */
export interface EngineSocket {
  readonly containers: Containers;
  readonly address: string;
}

/** The socket of an engine that answers requests like this; who asks has this environment. */
export const answeringEngine = (
  listener: RequestListener,
  env: Readonly<Record<string, string>> = {},
): Promise<EngineSocket> => listen(createHttpServer({ keepAliveTimeout: 60_000 }, listener), env);

/** The socket of an engine that does this with a connection: nothing at all is what a frozen one does. */
export const rawEngine = (connected: (socket: Socket) => void = () => {}): Promise<EngineSocket> =>
  listen(createServer(connected));

async function listen(
  server: ReturnType<typeof createServer>,
  more: Readonly<Record<string, string>> = {},
): Promise<EngineSocket> {
  const folder = await mkdtemp(join(tmpdir(), "avb-engine-"));
  const path = join(folder, "engine.sock");
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  server.listen(path);
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await rm(folder, { recursive: true });
  });
  await once(server, "listening");
  const address = `unix://${path}`;
  const connection = engineConnection({
    env: { ...more, DOCKER_HOST: address },
    home: folder,
    platform: process.platform,
  });
  return { containers: engineContainers(connection), address };
}
