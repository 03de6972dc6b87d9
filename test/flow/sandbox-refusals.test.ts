import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { createListener } from "../../src/sandbox/http/listener.ts";
import { refusalPage } from "../../src/sandbox/pages/refusals.ts";
import { cookieVisitor } from "../support/cookie-visitor.ts";
import { relyingParty } from "../support/relying-party.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());

test("a browser that comes under a strange name reads which names are good", async () => {
  const { identityPort: port } = sandbox.launch;
  const { status, page } = await new Promise<{ status: number | undefined; page: string }>((resolve, reject) => {
    const asked = send(
      { host: "127.0.0.1", port, path: "/", headers: { host: "evil.example", accept: BROWSER } },
      (answer) => {
        let page = "";
        answer.setEncoding("utf8").on("data", (text: string) => (page += text));
        answer.on("end", () => resolve({ status: answer.statusCode, page }));
      },
    );
    asked.on("error", reject).end();
  });
  expect(status).toBe(403);
  expect(page).toContain(`Use one of these: localhost:${port}, 127.0.0.1:${port}`);
  expect(page).toContain(`href="${sandbox.baseUrl}/"`);
});

test("a session that is gone leads to a new sign-in from the account page, and its form ends nothing", async () => {
  const app = await relyingParty(sandbox);
  const { visitor } = await app.tokensOf("demo@test.com");
  const account = `${sandbox.issuer}/account`;
  await cookieVisitor(sandbox.baseUrl).open(account);
  await visitor.open(account, { session: "all" });
  expect((await visitor.open(account)).page).toContain("Sign in to your account");
  expect((await visitor.open(account, { session: "all" })).page).toContain("Sign in to your account");
});

test("a form of another page is refused in words", async () => {
  const app = await relyingParty(sandbox);
  const { visitor } = await app.tokensOf("demo@test.com");
  const refused = await visitor.open(`${sandbox.issuer}/account`, { session: "all" }, "http://localhost:3000");
  expect([refused.status, refused.page.includes("sent from another page")]).toEqual([403, true]);
});

test("what fails inside is a page without a stack trace for a browser, and is told to the log", async () => {
  const { url, failures } = await failingServer();
  const answer = await fetch(url, { headers: { accept: BROWSER } });
  const page = await answer.text();
  expect([answer.status, page.includes("avb dev logs")]).toEqual([500, true]);
  expect(page).not.toContain("what only the log may say");
  expect(failures).toEqual([new Error("what only the log may say")]);
  expect(await (await fetch(url)).json()).toMatchObject({ error: "unknown_error" });
});

/** A server whose only route fails, behind the sandbox's own guards and pages. */
async function failingServer() {
  const failures: unknown[] = [];
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const fail = (): never => {
    throw new Error("what only the log may say");
  };
  const around = { port, gateway: undefined, clients: () => [], failed: (error: unknown) => failures.push(error) };
  const pages = refusalPage({ identityPort: port, realm: "agentvoicebox" });
  const routes = [{ method: "GET", pattern: "/", handle: fail }];
  server.on("request", createListener({ ...around, routes, refusalPage: pages }));
  return { url: `http://127.0.0.1:${port}/`, failures };
}
