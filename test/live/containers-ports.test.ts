import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { LIMITS, liveContainers, ownName, shell } from "../support/live-engine.ts";
import { needs } from "../support/needs.ts";

const publishing = (port: number) => ({
  ExposedPorts: { "80/tcp": {} },
  HostConfig: { PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: String(port) }] } },
});

/** A port that a process of this machine holds until it is closed. */
async function heldPort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const close = async () => {
    server.close();
    await once(server, "close");
  };
  return { port: typeof address === "object" ? (address?.port ?? 0) : 0, close };
}

needs(["engine", "busyboxImage"], "a published port of the real engine", () => {
  test("that is lost to a process, and then to a container, is named; freed, the same container has it", async () => {
    const held = await heldPort();
    const { port } = held;
    const [name, rival] = [ownName(), ownName()];
    const id = await liveContainers.create(name, shell(name, "sleep 60", publishing(port)), LIMITS);
    const lost = { code: "PORT_LOST", exitCode: 7, facts: { port: String(port) } };
    await expect(liveContainers.start(id, LIMITS)).rejects.toMatchObject(lost);
    expect(await liveContainers.look(id, LIMITS)).toMatchObject({ life: "created" });
    expect((await liveContainers.look(id, LIMITS))?.error).toContain(String(port));
    await held.close();
    const other = await liveContainers.create(rival, shell(rival, "sleep 60", publishing(port)), LIMITS);
    await liveContainers.start(other, LIMITS);
    await expect(liveContainers.start(id, LIMITS)).rejects.toMatchObject(lost);
    await liveContainers.remove(other, LIMITS);
    await liveContainers.start(id, LIMITS);
    const seen = await liveContainers.look(id, LIMITS);
    expect(seen?.life).toBe("running");
    expect([...(seen?.ports ?? [])]).toEqual([[80, port]]);
  });
});
