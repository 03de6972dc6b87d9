import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, onTestFinished, test } from "vitest";
import { keptHttp, nodeHttp } from "../../src/adapters/http.ts";
import { outsideHttp } from "../../src/adapters/outside-http.ts";

const TIMEOUT_MS = 300;

/** Node 20 forgets a timer of `AbortSignal.timeout` that only `AbortSignal.any` knows as soon as memory is collected. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

async function serverOf(answer: RequestListener): Promise<string> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test.each([
  ["loopback", nodeHttp],
  ["kept connections", keptHttp()],
  ["the outside world", outsideHttp],
])(
  "over %s a request ends by its deadline, whatever memory was collected, and by its caller's signal",
  async (_, http) => {
    const url = await serverOf(() => undefined);
    const caller = new AbortController();
    const asked = (timeoutMs: number) =>
      http.request({ url, timeoutMs, signal: caller.signal }).then(
        () => "answered",
        () => "ended",
      );
    const [late, ended] = [Array.from({ length: 20 }, () => asked(TIMEOUT_MS)), asked(60_000)];
    for (let round = 0; round < 5; round++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      collectGarbage();
    }
    const tooLong = new Promise((resolve) => setTimeout(resolve, 10 * TIMEOUT_MS, ["hangs"]));
    expect(new Set((await Promise.race([Promise.all(late), tooLong])) as string[])).toEqual(new Set(["ended"]));
    caller.abort();
    expect(await ended).toBe("ended");
  },
);

test("a request on loopback has a connection of its own, unless one is to be kept for the next", async () => {
  const connections = new Set<unknown>();
  const server: Server = createServer(({ socket }, answer) => {
    connections.add(socket);
    answer.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const many = async (kept: boolean) => {
    connections.clear();
    for (let time = 0; time < 3; time++) await nodeHttp.request({ url, timeoutMs: 5000, kept });
    return connections.size;
  };
  expect([await many(false), await many(true)]).toEqual([3, 1]);
});

test("a kept connection that its server ends in the moment of the next request is no failure; a new one is", async () => {
  const seen = new Map<unknown, number>();
  const url = await serverOf((request, response) => {
    const many = (seen.get(request.socket) ?? 0) + 1;
    seen.set(request.socket, many);
    if (many > 1 || request.url === "/never") request.socket.destroy();
    else response.end("well");
  });
  const kept = keptHttp();
  for (const _round of [1, 2, 3]) expect(await kept.request({ url, timeoutMs: 5000 })).toMatchObject({ body: "well" });
  expect(seen.size).toBe(3);
  await expect(keptHttp().request({ url: `${url}never`, timeoutMs: 5000 })).rejects.toThrow();
});
