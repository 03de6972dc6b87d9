import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

describe("the sandbox server", () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await startTestSandbox();
  });
  afterAll(async () => {
    await sandbox.close();
    expect(sandbox.failures).toEqual([]);
  });

  /** fetch would rewrite the Host header. */
  async function statusWith(options: {
    path?: string;
    method?: string;
    headers?: Record<string, string>;
    body?: string;
  }) {
    const port = sandbox.launch.identityPort;
    const { body, ...rest } = { path: `/realms/${sandbox.launch.realm}`, ...options };
    const asked = request({ host: "127.0.0.1", port, ...rest });
    asked.end(body);
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    answer.resume();
    await once(answer, "end");
    return answer;
  }

  test.each(["evil.example", "localhost.evil.com", "localhost:1", "localhost", "keycloak:8080", "127.0.0.1.nip.io"])(
    "refuses the host %s",
    async (host) => {
      const { statusCode } = await statusWith({ headers: { host } });
      expect(statusCode).toBe(403);
    },
  );

  test.each(["localhost", "127.0.0.1", "[::1]", "host.docker.internal", "LOCALHOST"])("answers as %s", async (name) => {
    const { statusCode } = await statusWith({ headers: { host: `${name}:${sandbox.launch.identityPort}` } });
    expect(statusCode).toBe(200);
  });

  test("the issuer stays, and endpoints for servers follow the host that was asked", async () => {
    const wellKnown = `/realms/${sandbox.launch.realm}/.well-known/openid-configuration`;
    const metadata = (await (
      await fetch(`http://127.0.0.1:${sandbox.launch.identityPort}${wellKnown}`)
    ).json()) as Record<string, string>;
    expect(metadata.issuer).toBe(sandbox.issuer);
    expect(metadata.authorization_endpoint).toContain("http://localhost:");
    expect(metadata.token_endpoint).toContain("http://127.0.0.1:");
  });

  test("an absolute address in the request line cannot smuggle in another host", async () => {
    const { statusCode } = await statusWith({
      path: "http://evil.example/realms/agentvoicebox",
      headers: { host: `localhost:${sandbox.launch.identityPort}` },
    });
    expect(statusCode).toBe(400);
  });

  test("a body beyond 1 MiB is refused, announced or not", async () => {
    const path = `/realms/${sandbox.launch.realm}/protocol/openid-connect/token`;
    const headers = { host: `localhost:${sandbox.launch.identityPort}` };
    const body = "x".repeat(1_048_577);
    expect((await statusWith({ method: "POST", path, headers, body })).statusCode).toBe(413);
    const chunked = { ...headers, "transfer-encoding": "chunked" };
    expect((await statusWith({ method: "POST", path, headers: chunked, body })).statusCode).toBe(413);
  });

  test("every answer carries the security headers", async () => {
    for (const path of ["/realms/agentvoicebox", "/nothing", "/realms/agentvoicebox/protocol/openid-connect/certs"]) {
      const { headers } = await fetch(sandbox.baseUrl + path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
    }
  });

  test("an unknown realm, path and method each have their own answer", async () => {
    const answers = await Promise.all(
      [`${sandbox.baseUrl}/realms/other`, `${sandbox.baseUrl}/realms/other/protocol/openid-connect/certs`].map((url) =>
        fetch(url),
      ),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ error: "Realm does not exist" });
    }
    expect((await fetch(`${sandbox.issuer}/nothing/here`)).status).toBe(404);
    expect((await fetch(`${sandbox.baseUrl}/..%2f..%2fetc/passwd`)).status).toBe(404);
    const wrongMethod = await fetch(`${sandbox.issuer}/protocol/openid-connect/token`);
    expect(wrongMethod.status).toBe(405);
    expect(wrongMethod.headers.get("allow")).toBe("POST");
  });

  test("what is no HTTP at all is answered with 400 and forgotten", async () => {
    const socket = connect(sandbox.launch.identityPort, "127.0.0.1");
    socket.end("\u0000\u0001 hello\r\n\r\n");
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toContain("400 Bad Request");
  });

  test("only loopback answers", async () => {
    const { networkInterfaces } = await import("node:os");
    const outside = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .find(({ internal, family }) => !internal && family === "IPv4");
    if (outside === undefined) return;
    const socket = connect(sandbox.launch.identityPort, outside.address);
    const [error] = (await once(socket, "error")) as [NodeJS.ErrnoException];
    expect(error.code).toBe("ECONNREFUSED");
  });
});
