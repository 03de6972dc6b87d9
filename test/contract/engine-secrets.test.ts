import { describe, expect, test } from "vitest";
import { answeringEngine } from "../support/engine-socket.ts";

const CANARY = "canary-5f1c!$ä";
const LIMITS = { timeoutMs: 5000 };
const refuse = (why: string) =>
  answeringEngine((request, response) => {
    request.resume().on("end", () => {
      response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({ message: why }));
    });
  });

/** Everything that could be shown of an error. */
const shown = (error: unknown): string =>
  JSON.stringify([
    error,
    Object(error).message,
    Object(error).facts,
    Object(error).detail,
    String(Object(error).cause),
  ]);

describe("what a container is told", () => {
  test("stands in the request's body, and not in its address", async () => {
    const seen: { url: string; body: string }[] = [];
    const { containers } = await answeringEngine(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      seen.push({ url: request.url ?? "", body: Buffer.concat(chunks).toString() });
      response.writeHead(201, { "content-type": "application/json" }).end('{"Id":"abc"}');
    });
    const request = { Image: "a:1", Env: [`TOKEN=${CANARY}`] };
    expect(await containers.create("api", request, LIMITS)).toBe("abc");
    expect(seen).toEqual([{ url: "/containers/create?name=api", body: JSON.stringify(request) }]);
  });

  test("is taken out of a refusal that quotes it", async () => {
    const { containers } = await refuse(`invalid environment variable: =${CANARY}`);
    const error = await containers
      .create("api", { Image: "a:1", Env: [`=${CANARY}`] }, LIMITS)
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "ENGINE_REFUSED", message: expect.stringContaining("environment variable") });
    expect(shown(error)).not.toContain(CANARY);
  });

  test("is taken out of a refusal to run a program", async () => {
    const { containers } = await refuse(`bad request: ${CANARY}`);
    const error = await containers.exec("api", ["true"], { ...LIMITS, env: { PASSWORD: CANARY } }).catch((e) => e);
    expect(error).toMatchObject({ code: "ENGINE_REFUSED" });
    expect(shown(error)).not.toContain(CANARY);
  });
});

test("a refusal is one line in the engine's own words", async () => {
  const { containers, address } = await refuse("invalid mount config\n for   type bind");
  await expect(containers.create("api", {}, LIMITS)).rejects.toMatchObject({
    message: `the container engine at ${address} refused: 400 invalid mount config for type bind`,
  });
});
