import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { engineContainers } from "../../src/adapters/containers.ts";
import { findEngine } from "../../src/adapters/engine-address.ts";
import { engineConnection } from "../../src/adapters/engine-connection.ts";
import { LIMITS } from "../support/live-engine.ts";
import { needs } from "../support/needs.ts";

/** A socket in front of the real engine's that can stop passing anything on while it still accepts. */
async function freezable() {
  const { address } = await findEngine({ env: process.env, home: homedir(), platform: process.platform });
  if (address.kind !== "socket") throw new Error("this test needs an engine that listens on a socket");
  const folder = await mkdtemp(join(tmpdir(), "avb-frozen-"));
  const state = { frozen: false };
  const sockets = new Set<Socket>();
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on("data", (chunk) => state.frozen || to.write(chunk));
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
  const place = { env: { DOCKER_HOST: `unix://${folder}/engine.sock` }, home: folder, platform: process.platform };
  return { state, containers: engineContainers(engineConnection(place)) };
}

needs(["engine"], "an engine that freezes", () => {
  test("is left at the deadline on the connection that was good before, and found again once it has thawed", async () => {
    const { state, containers } = await freezable();
    const look = (timeoutMs: number) => containers.list(["avb.test=nobody"], { timeoutMs });
    expect(await look(LIMITS.timeoutMs)).toEqual([]);
    state.frozen = true;
    const begun = performance.now();
    await expect(look(300)).rejects.toMatchObject({ code: "ENGINE_HUNG", facts: { ms: "300" } });
    await expect(look(300)).rejects.toMatchObject({ code: "ENGINE_HUNG" });
    expect(performance.now() - begun).toBeLessThan(3000);
    state.frozen = false;
    expect(await look(LIMITS.timeoutMs)).toEqual([]);
  });
});
