import { describe, expect, onTestFinished, test } from "vitest";
import type { CallLimits } from "../../src/domain/call-limits.ts";
import type { Containers } from "../../src/domain/containers.ts";
import { answeringEngine, rawEngine } from "../support/engine-socket.ts";

const build = { tag: "a:1", dockerfile: "FROM scratch\n", labels: {} };
const network = { name: "a", labels: {}, attachable: true };

const CALLS: Readonly<Record<keyof Containers, (containers: Containers, limits: CallLimits) => Promise<unknown>>> = {
  list: (engine, limits) => engine.list(["a=b"], limits),
  look: (engine, limits) => engine.look("a", limits),
  environment: (engine, limits) => engine.environment("a", limits),
  create: (engine, limits) => engine.create("a", { Image: "a:1" }, limits),
  put: (engine, limits) => engine.put("a", [{ path: "/a", text: "", uid: 0, mode: 0o400 }], limits),
  start: (engine, limits) => engine.start("a", limits),
  stop: (engine, limits) => engine.stop("a", { ...limits, graceS: 1 }),
  remove: (engine, limits) => engine.remove("a", limits),
  exec: (engine, limits) => engine.exec("a", ["true"], { ...limits, input: "x" }),
  logs: (engine, limits) => engine.logs("a", { tail: 1, follow: true, limits }, () => {}),
  use: (engine, limits) => engine.use("a", limits),
  networks: (engine, limits) => engine.networks(["a=b"], limits),
  makeNetwork: (engine, limits) => engine.makeNetwork(network, limits),
  removeNetwork: (engine, limits) => engine.removeNetwork("a", limits),
  volumes: (engine, limits) => engine.volumes(["a=b"], limits),
  makeVolume: (engine, limits) => engine.makeVolume(network, limits),
  removeVolume: (engine, limits) => engine.removeVolume("a", limits),
  image: (engine, limits) => engine.image("a:1", limits),
  images: (engine, limits) => engine.images(["a=b"], limits),
  pull: (engine, limits) => engine.pull("a:1", limits, () => {}),
  refusal: (engine, limits) => engine.refusal("a:1", limits),
  build: (engine, limits) => engine.build(build, limits, () => {}),
  removeImage: (engine, limits) => engine.removeImage("a:1", limits),
};
const calls = Object.entries(CALLS);

describe("an engine that accepts and says nothing", () => {
  test("is left at the deadline, whatever it was asked", async () => {
    const { containers, address } = await rawEngine();
    const begun = performance.now();
    const left = await Promise.all(
      calls.map(async ([name, call]) => [name, await call(containers, { timeoutMs: 100 }).catch((error) => error)]),
    );
    expect(performance.now() - begun).toBeLessThan(5000);
    const message = `the container engine at ${address} accepted the connection but did not answer in 100 ms`;
    for (const [name, error] of left)
      expect([name, error]).toMatchObject([
        name,
        { code: "ENGINE_HUNG", ...(name === "pull" || name === "refusal" ? {} : { message }) },
      ]);
  });

  test.each(calls)("is left when the signal comes: %s", async (name, call) => {
    const { containers } = await rawEngine();
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("enough")), 20);
    const left = call(containers, { timeoutMs: 20_000, signal: stop.signal });
    await (name === "logs" ? expect(left).resolves.toBeUndefined() : expect(left).rejects.toThrow("enough"));
  });

  test("is not asked at all once the signal has come", async () => {
    let connections = 0;
    const { containers } = await rawEngine(() => connections++);
    const signal = AbortSignal.abort("SIGINT");
    await expect(containers.list([], { timeoutMs: 1000, signal })).rejects.toMatchObject({ name: "AbortError" });
    expect(connections).toBe(0);
  });
});

describe("an engine that hangs up", () => {
  test.each(calls)("is unreachable: %s", async (_name, call) => {
    const { containers } = await rawEngine((socket) => socket.once("data", () => socket.destroy()));
    await expect(call(containers, { timeoutMs: 5000 })).rejects.toMatchObject({
      code: "ENGINE_UNREACHABLE",
      message: expect.stringContaining("it hung up"),
    });
  });

  test("is asked again where nothing can be done twice, and only there", async () => {
    const asked: string[] = [];
    const engine = await answeringEngine((request, response) => {
      asked.push(`${request.method} ${request.url?.split("?")[0]}`);
      if (asked.length % 2 === 1) request.socket.destroy();
      else response.writeHead(200, { "content-type": "application/json" }).end("[]");
    });
    expect(await engine.containers.list([], { timeoutMs: 5000 })).toEqual([]);
    expect(asked).toEqual(["GET /containers/json", "GET /containers/json"]);
    await expect(engine.containers.create("a", {}, { timeoutMs: 5000 })).rejects.toMatchObject({ exitCode: 6 });
    expect(asked.slice(2)).toEqual(["POST /containers/create"]);
  });
});

describe("one connection", () => {
  test("serves one question after the other", async () => {
    const sockets = new Set<unknown>();
    const { containers } = await answeringEngine((request, response) => {
      sockets.add(request.socket);
      response.writeHead(200, { "content-type": "application/json" }).end("[]");
    });
    for (let round = 0; round < 5; round++) await containers.list([], { timeoutMs: 5000 });
    expect(sockets.size).toBe(1);
  });

  test("looks at a hundred things at once, quickly and without a warning", async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error) => warnings.push(warning);
    process.on("warning", hear);
    onTestFinished(() => void process.off("warning", hear));
    const images = Array.from({ length: 100 }, (_, index) => ({ Id: `image-${index}` }));
    const one = { Id: "a", Architecture: "arm64", Size: 7, Config: {}, RepoTags: ["a:1"] };
    const { containers } = await answeringEngine(({ url }, response) =>
      response.end(JSON.stringify(url?.startsWith("/images/json") ? images : one)),
    );
    const { signal } = new AbortController();
    const look = () => containers.images([], { timeoutMs: 20_000, signal });
    expect(await look()).toHaveLength(100);
    const begun = performance.now();
    await look();
    expect(performance.now() - begun).toBeLessThan(2000);
    await new Promise((turn) => setImmediate(turn));
    expect(warnings).toEqual([]);
  });
});
