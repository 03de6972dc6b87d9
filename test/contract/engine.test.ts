import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeEngine } from "../../src/adapters/engine.ts";

let folder: string;
const servers: Server[] = [];
const sockets: Socket[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "avb-engine-"));
});

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
  await rm(folder, { recursive: true });
});

async function serve(server: Server, name: string): Promise<string> {
  const path = join(folder, name);
  server.on("connection", (socket: Socket) => sockets.push(socket));
  servers.push(server.listen(path));
  await once(server, "listening");
  return `unix://${path}`;
}

const engineAt = (DOCKER_HOST: string) =>
  nodeEngine({ env: { DOCKER_HOST, PATH: "" }, home: folder, platform: process.platform });

describe("an engine that does not do its job", () => {
  test("one that accepts and never answers is left at the deadline", async () => {
    const address = await serve(createServer(), "frozen.sock");
    const begun = performance.now();
    await expect(engineAt(address).facts(300)).rejects.toMatchObject({
      code: "ENGINE_HUNG",
      exitCode: 6,
      message: `the container engine at ${address} accepted the connection but did not answer in 300 ms`,
    });
    expect(performance.now() - begun).toBeLessThan(3000);
  });

  test("one that drips without an end is left at the deadline too", async () => {
    const dripping = createHttpServer((_request, response) => {
      const timer = setInterval(() => response.write(" "), 50);
      response.once("close", () => clearInterval(timer));
    });
    await expect(engineAt(await serve(dripping, "drip.sock")).facts(300)).rejects.toMatchObject({
      code: "ENGINE_HUNG",
    });
  });

  test("one that answers 500 is quoted", async () => {
    const broken = createHttpServer((_request, response) => {
      response.writeHead(500, { "content-type": "application/json" }).end('{"message":"disk on fire"}');
    });
    await expect(engineAt(await serve(broken, "broken.sock")).facts(2000)).rejects.toMatchObject({
      code: "ENGINE_REFUSED",
      message: expect.stringContaining("500"),
    });
  });

  test("an answer cut off in the middle is no answer", async () => {
    const cut = createServer((socket) =>
      socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{")),
    );
    await expect(engineAt(await serve(cut, "cut.sock")).facts(500)).rejects.toMatchObject({ exitCode: 6 });
  });

  test("a missing socket is unreachable at once", async () => {
    await expect(engineAt("unix:///nowhere/docker.sock").facts(2000)).rejects.toMatchObject({
      code: "ENGINE_UNREACHABLE",
      message: "the container engine is unreachable at unix:///nowhere/docker.sock (ENOENT)",
    });
  });

  test("one behind ssh is refused until somebody allows it", async () => {
    await expect(engineAt("ssh://me:pass@box").facts(100)).rejects.toMatchObject({ code: "ENGINE_SSH", exitCode: 15 });
    const shown = await engineAt("ssh://me:pass@box")
      .facts(100)
      .catch((error: Error) => JSON.stringify(error) + error.message);
    expect(shown).not.toContain("pass");
  });

  test("one that is allowed and cannot be reached is told in ssh's own words", async () => {
    const ssh = join(folder, "ssh");
    await writeFile(
      ssh,
      '#!/bin/sh\necho "$@" > "$0.words"; echo "me@box: Permission denied (publickey)." >&2; exit 255\n',
    );
    await chmod(ssh, 0o755);
    const env = { DOCKER_HOST: "ssh://me@box:2222", AVB_ALLOW_REMOTE: "1", PATH: `${folder}:${process.env.PATH}` };
    const engine = nodeEngine({ env, home: folder, platform: process.platform });
    await expect(engine.facts(5000)).rejects.toMatchObject({
      ...{ code: "ENGINE_SSH_FAILED", exitCode: 6 },
      message: "ssh cannot reach the container engine at ssh://box:2222: me@box: Permission denied (publickey).",
    });
    const words = await readFile(`${ssh}.words`, "utf8");
    expect(words).toContain("-o BatchMode=yes");
    expect(words).toMatch(/-p 2222 -L \S+\/engine\.sock:\/var\/run\/docker\.sock -- me@box echo/);
  });

  test("another machine's TCP port is refused before anything is asked of it", async () => {
    await expect(engineAt("tcp://me:pass@10.255.255.1:2376").facts(5000)).rejects.toMatchObject({
      ...{ code: "ENGINE_REMOTE", exitCode: 15 },
      message: expect.stringMatching(
        /^the container engine at tcp:\/\/10\.255\.255\.1:2376 is .* \(DOCKER_HOST\): ports/,
      ),
    });
    await expect(engineAt("tcp://127.0.0.1:1").facts(5000)).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
  });

  test("an address that is none is a usage error", async () => {
    await expect(engineAt("localhost").facts(100)).rejects.toMatchObject({ code: "ENGINE_ADDRESS", exitCode: 2 });
  });
});
