import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

describe("the billing port", () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await startTestSandbox({ document: "none" });
  });
  afterAll(async () => {
    await sandbox.close();
    expect(sandbox.failures).toEqual([]);
  });

  interface Asked {
    readonly path?: string;
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  }

  /** fetch would rewrite the Host header. Every answer is marked as the mock's. */
  async function ask({ body, headers, ...asked }: Asked) {
    const { billingPort: port, billingKey } = sandbox.launch;
    const own = { host: `localhost:${port}`, authorization: `Bearer ${billingKey}` };
    const sent = request({ host: "127.0.0.1", port, path: "/api/v1/plans", headers: { ...own, ...headers }, ...asked });
    sent.end(body);
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    expect(answer.headers["x-avb-mock"]).toBe("lago");
    return { status: answer.statusCode, text: await text(answer), headers: answer.headers };
  }

  test.concurrent.each(["evil.example", "localhost.evil.com", "localhost:1", "localhost", "127.0.0.1.nip.io"])(
    "refuses the host %s, with the key and without",
    async (host) => {
      for (const path of ["/health", "/api/v1/plans", "/files/invoices/x.txt"])
        expect((await ask({ path, headers: { host } })).status).toBe(403);
    },
  );

  test.each([
    ["OPTIONS", 405, "wrong_method"],
    ["TRACE", 405, "wrong_method"],
  ])("%s is refused in the shape of Lago's errors", async (method, status, code) => {
    const answer = await ask({ method });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toEqual({ status, error: "Method Not Allowed", code });
  });

  test("another host and a body too large are told in that shape too", async () => {
    const { text: host } = await ask({ headers: { host: "evil.example" } });
    expect(JSON.parse(host)).toEqual({ status: 403, error: "Forbidden", code: "forbidden_host" });
    const large = await ask({ method: "POST", body: "x".repeat(1_048_577) });
    expect(JSON.parse(large.text)).toEqual({ status: 413, error: "Content Too Large", code: "unreadable" });
  });

  test("no page of a browser may read an answer, wherever it comes from", async () => {
    for (const origin of ["https://evil.example", "http://localhost:3000", "null"]) {
      const { status, headers } = await ask({ headers: { origin } });
      expect(status).toBe(200);
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  test("an absolute address in the request line cannot smuggle in another host", async () => {
    expect((await ask({ path: "http://evil.example/api/v1/plans" })).status).toBe(400);
  });

  const plan = (inner: string) => `{"plan":{"name":${inner}}}`;
  const post = (body: string, headers: Record<string, string> = {}) =>
    ask({ method: "POST", body, headers: { "content-type": "application/json", ...headers } });

  test("a body beyond 1 MiB is refused, announced or not", async () => {
    const body = plan(`"${"x".repeat(1_048_577)}"`);
    expect((await post(body)).status).toBe(413);
    expect((await post(body, { "transfer-encoding": "chunked" })).status).toBe(413);
  });

  test("a body nested half a million deep is refused, and the server lives on", async () => {
    const deep = "[".repeat(500_000) + "]".repeat(500_000);
    const answer = await post(plan(deep));
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining("nested too deep") });
    const objects = `${'{"a":'.repeat(65)}1${"}".repeat(65)}`;
    expect((await post(plan(objects))).status).toBe(400);
    expect((await ask({})).status).toBe(200);
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"])(
    "a body that calls itself %s is not read as JSON",
    async (type) => {
      const answer = await post(plan('"x"'), { "content-type": type });
      expect(answer).toMatchObject({ status: 400, text: expect.stringContaining("content-type") });
    },
  );

  test("a body without a media type, and one in any kind of JSON, is read", async () => {
    const { status } = await post(plan('"x"'), { "content-type": "application/json; charset=utf-8" });
    expect(status).toBe(422);
    expect((await ask({ method: "POST", body: plan('"x"') })).status).toBe(422);
  });

  test("what is no HTTP at all is answered with 400 and forgotten", async () => {
    const socket = connect(sandbox.launch.billingPort, "127.0.0.1");
    socket.end("\u0000\u0001 hello\r\n\r\n");
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toContain("400 Bad Request");
  });

  /** Sends a line that never becomes a request; resolves when the server hangs up. */
  async function dawdle(port: number): Promise<string> {
    const socket = connect(port, "127.0.0.1");
    socket.write("GET /health HTTP/1.1\r\nhost: localhost\r\nx-slow: ");
    const answered = text(socket);
    const drip = setInterval(() => socket.write("a"), 200);
    await once(socket, "close").finally(() => clearInterval(drip));
    return answered;
  }

  test("headers that never end are cut off on both ports, while others are served", { timeout: 30_000 }, async () => {
    const { billingPort, identityPort } = sandbox.launch;
    const started = performance.now();
    const slow = Promise.all(Array.from({ length: 50 }, (_, at) => dawdle(at % 2 === 0 ? billingPort : identityPort)));
    expect((await ask({ path: "/health" })).status).toBe(200);
    for (const answer of await slow) expect(answer === "" || answer.includes("408")).toBe(true);
    expect(performance.now() - started).toBeLessThan(20_000);
    expect((await ask({ path: "/health" })).status).toBe(200);
  });
});
