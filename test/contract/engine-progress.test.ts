import { describe, expect, test } from "vitest";
import { answeringEngine } from "../support/engine-socket.ts";

const LIMITS = { timeoutMs: 2000 };
const line = (event: object) => `${JSON.stringify(event)}\r\n`;
const downloading = (current: number) =>
  line({ id: "aa", status: "Downloading", progressDetail: { current, total: 100 } });

const said = (...parts: readonly string[]) =>
  answeringEngine(async (request, response) => {
    if (request.url === "/_ping") return void response.end("OK");
    response.writeHead(200, { "content-type": "application/json" });
    for (const part of parts) await new Promise((done) => response.write(part, done));
    response.end();
  });

describe("a pull", () => {
  test("tells how far it is, wherever the stream is cut", async () => {
    const text = `${line({ id: "1", status: "Pulling from library/a" })}${downloading(10)}${downloading(60)}${line({ id: "aa", status: "Pull complete" })}`;
    const { containers } = await said(...(text.match(/[\s\S]{1,7}/g) ?? []));
    const heard: number[] = [];
    await containers.pull("a:1", LIMITS, ({ bytes }) => heard.push(bytes));
    expect(heard).toEqual([10, 60, 100]);
  });

  test.each([
    ["manifest unknown", "IMAGE_UNKNOWN"],
    ["no matching manifest for linux/arm64/v8 in the manifest list entries", "IMAGE_UNKNOWN"],
    ["unexpected EOF", "IMAGE_UNREACHABLE"],
    ["write /var/lib/docker/tmp/x: no space left on device", "ENGINE_DISK_FULL"],
  ])("that fails in the middle says why: %s", async (message, code) => {
    const { containers } = await said(downloading(10), line({ errorDetail: { message }, error: message }));
    await expect(containers.pull("a:1", LIMITS, () => {})).rejects.toMatchObject({ code });
  });

  test("asks for one tag or one digest, never for all", async () => {
    const asked: string[] = [];
    const { containers } = await answeringEngine((request, response) => {
      asked.push(decodeURIComponent(request.url ?? ""));
      response.end();
    });
    await containers.pull("127.0.0.1:5000/a/b", LIMITS, () => {});
    await containers.pull("a@sha256:abcd", LIMITS, () => {});
    expect(asked).toEqual([
      "/images/create?fromImage=127.0.0.1:5000/a/b&tag=latest",
      "/images/create?fromImage=a&tag=sha256:abcd",
    ]);
  });

  test("goes on for as long as something is heard, and is given up when it falls silent", async () => {
    const { containers } = await answeringEngine(async (request, response) => {
      if (request.url === "/_ping") return void response.end("OK");
      for (let part = 1; part <= 5; part++) {
        response.write(downloading(part));
        await new Promise((wake) => setTimeout(wake, 250));
      }
    });
    const heard: number[] = [];
    const pulled = containers.pull("registry.example/a:1", { timeoutMs: 1000 }, ({ bytes }) => heard.push(bytes));
    await expect(pulled).rejects.toMatchObject({
      code: "IMAGE_UNREACHABLE",
      facts: { registry: "registry.example", why: "nothing was heard for 1000 ms" },
    });
    expect(heard).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("a build", () => {
  const what = { tag: "own:1", dockerfile: "FROM a:1\nRUN false\n", labels: { "avb.version": "1" } };

  test("has no network, and fails with its last lines", async () => {
    const asked: string[] = [];
    const { containers } = await answeringEngine((request, response) => {
      asked.push(request.url ?? "");
      request.resume();
      response.write(line({ stream: "Step 1/2 : FROM a:1\n" }));
      response.write(line({ stream: "\u001b[31mno such thing\n" }));
      response.end(line({ errorDetail: { message: "returned a non-zero code: 1" } }));
    });
    const heard: string[] = [];
    await expect(containers.build(what, LIMITS, (text) => heard.push(text))).rejects.toMatchObject({
      code: "IMAGE_BUILD_FAILED",
      facts: { tag: "own:1", why: "returned a non-zero code: 1" },
      detail: "Step 1/2 : FROM a:1\n\\u{1b}[31mno such thing",
    });
    expect(heard[0]).toBe("Step 1/2 : FROM a:1");
    const query = Object.fromEntries(new URL(asked[0] ?? "", "http://engine").searchParams);
    expect(query).toMatchObject({ t: "own:1", networkmode: "none", labels: '{"avb.version":"1"}' });
  });
});
