import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { nodeSockets } from "../../src/adapters/sockets.ts";

const open: Server[] = [];

/** Listens on a port that the system picks, or on this one, and answers its number. */
async function listen(host: string, port = 0): Promise<number> {
  const server = createServer().listen(port, host);
  await once(server, "listening");
  open.push(server);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

describe("the sockets of this machine", () => {
  test("bytes are exchanged as they are, and the first answer counts", async () => {
    const port = await listen("127.0.0.1");
    open[0]?.on("connection", (socket) => socket.once("data", (bytes) => socket.end(Buffer.from(bytes).reverse())));
    expect(await nodeSockets.exchange(port, "\0\x04\xd2A", { timeoutMs: 5000 })).toBe("A\xd2\x04\0");
  });

  test("a server that says nothing, one that hangs up and a port without one are no answer", async () => {
    const silent = await listen("127.0.0.1");
    expect(await nodeSockets.exchange(silent, "PING", { timeoutMs: 50 })).toBeUndefined();
    open[0]?.on("connection", (socket) => socket.destroy());
    expect(await nodeSockets.exchange(silent, "PING", { timeoutMs: 5000 })).toBeUndefined();
    const closed = await listen("127.0.0.1");
    await new Promise((ended) => open.pop()?.close(ended));
    expect(await nodeSockets.exchange(closed, "PING", { timeoutMs: 5000 })).toBeUndefined();
  });

  test("a port held on 127.0.0.1 is taken there and free on 127.0.0.2", async () => {
    const port = await listen("127.0.0.1");
    expect(await nodeSockets.probe("127.0.0.1", port)).toBe("taken");
    if (process.platform === "linux") expect(await nodeSockets.probe("127.0.0.2", port)).toBe("free");
  });

  test("a port held on every address is taken on 127.0.0.1", async () => {
    expect(await nodeSockets.probe("127.0.0.1", await listen("0.0.0.0"))).toBe("taken");
  });

  test("an address that the machine does not have is unavailable, not taken", async () => {
    expect(await nodeSockets.probe("192.0.2.1", 65031)).toBe("unavailable");
  });

  test("the first free port skips a taken one and is never outside the list", async () => {
    const taken = await listen("127.0.0.1");
    const free = await listen("127.0.0.1");
    await new Promise((closed) => open.pop()?.close(closed));
    expect(await nodeSockets.firstFree([taken, free])).toBe(free);
    expect(await nodeSockets.firstFree([taken])).toBeUndefined();
    expect(await nodeSockets.firstFree([])).toBeUndefined();
  });

  test("asking twice for the same free port gives it twice", async () => {
    const free = await listen("127.0.0.1");
    await new Promise((closed) => open.pop()?.close(closed));
    expect([await nodeSockets.firstFree([free]), await nodeSockets.firstFree([free])]).toEqual([free, free]);
  });

  test("the owner of a port is this process, by pid and name", async () => {
    const owner = await nodeSockets.owner(await listen("127.0.0.1"));
    expect(owner?.pid).toBe(process.pid);
    expect(owner?.command).toContain("node");
  });

  test("the owner is found on ::1 as well", async ({ skip }) => {
    skip((await nodeSockets.probe("::1", 0)) === "unavailable", "no IPv6 loopback");
    expect((await nodeSockets.owner(await listen("::1")))?.pid).toBe(process.pid);
  });

  test("a free port has no owner", async () => {
    const port = await listen("127.0.0.1");
    await new Promise((closed) => open.pop()?.close(closed));
    expect(await nodeSockets.owner(port)).toBeUndefined();
  });

  test("the range for outgoing connections is known", async () => {
    const range = await nodeSockets.ephemeralRange();
    expect(range?.from).toBeGreaterThan(1023);
    expect(range?.to).toBeLessThanOrEqual(65535);
  });
});
