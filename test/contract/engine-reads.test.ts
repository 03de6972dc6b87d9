import { describe, expect, test } from "vitest";
import { answeringEngine } from "../support/engine-socket.ts";

const LIMITS = { timeoutMs: 5000 };
const NEVER = "0001-01-01T00:00:00Z";
const inspection = (id: string) => ({
  ...{ Id: id, Name: `/${id}`, Image: "sha256:1", RestartCount: 0 },
  State: { Status: "running", StartedAt: NEVER, FinishedAt: NEVER, ExitCode: 0, OOMKilled: false },
  ...{ Config: { Image: "a:1", Env: ["TOKEN=hunter2"] }, HostConfig: {}, NetworkSettings: {} },
});

describe("looking at containers", () => {
  test("those that are expected are looked at while the engine still lists, and each one once", async () => {
    const asked: string[] = [];
    let list = () => {};
    const { containers } = await answeringEngine((request, response) => {
      const [path = ""] = String(request.url).split("?");
      asked.push(path);
      if (path === "/containers/json") list = () => void response.end(JSON.stringify([{ Id: "a" }, { Id: "c" }]));
      else response.writeHead(path.includes("/b/") ? 404 : 200).end(JSON.stringify(inspection(path.slice(12, 13))));
      if (asked.length === 3) list();
    });
    const seen = await containers.list(["a=b"], { ...LIMITS, expected: ["a", "b"] });
    expect(seen.map(({ id }) => id)).toEqual(["a", "c"]);
    expect(asked.toSorted()).toEqual([
      "/containers/a/json",
      "/containers/b/json",
      "/containers/c/json",
      "/containers/json",
    ]);
  });

  test("labels and ids are asked for as they are, whatever they hold", async () => {
    const asked: string[] = [];
    const { containers } = await answeringEngine(({ url = "" }, response) => {
      asked.push(url);
      response.end("[]");
    });
    await containers.list(["avb.checkout=a&b"], LIMITS);
    await containers.use("a/../b", LIMITS);
    expect(asked[1]).toBe("/containers/a%2F..%2Fb/stats?stream=false&one-shot=true");
    const { searchParams } = new URL(asked[0] ?? "", "http://engine");
    expect(JSON.parse(searchParams.get("filters") ?? "")).toEqual({ label: ["avb.checkout=a&b"] });
  });

  test("of an answer that is no JSON nothing is repeated: a container's variables may be in it", async () => {
    const { containers } = await answeringEngine((_request, response) =>
      response.end(`${JSON.stringify(inspection("a"))}}`),
    );
    const error = await containers.look("a", LIMITS).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "ENGINE_UNREACHABLE", message: expect.stringContaining("no JSON") });
    expect(JSON.stringify(error) + String(Object(error).cause)).not.toContain("hunter2");
  });

  test("a refusal is told in the engine's own words, with its status", async () => {
    const { containers } = await answeringEngine((_request, response) =>
      response.writeHead(500).end(JSON.stringify({ message: "disk on fire" })),
    );
    await expect(containers.look("a", LIMITS)).rejects.toMatchObject({
      ...{ code: "ENGINE_REFUSED", message: expect.stringContaining("500 disk on fire") },
    });
    const proxy = await answeringEngine((_request, response) => response.writeHead(502).end("bad gateway"));
    await expect(proxy.containers.list([], LIMITS)).rejects.toMatchObject({
      message: expect.stringContaining("502 bad gateway"),
    });
  });

  test("an answer without a word is no use of a container that does not run, and no list", async () => {
    const { containers } = await answeringEngine((_request, response) => response.writeHead(200).end());
    expect(await containers.use("a", LIMITS)).toBeUndefined();
    await expect(containers.list([], LIMITS)).rejects.toMatchObject({ code: "ENGINE_REFUSED" });
    await expect(containers.look("a", LIMITS)).rejects.toMatchObject({ code: "ENGINE_REFUSED" });
  });
});
