import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { REDIRECT } from "../support/relying-party.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());

const CHALLENGE = { code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", code_challenge_method: "S256" };
const CODE_FLOW = { client_id: "portal-frontend", redirect_uri: REDIRECT, response_type: "code", scope: "openid" };
const authUrl = (changes: Readonly<Record<string, string>>) =>
  `/realms/agentvoicebox/protocol/openid-connect/auth?${new URLSearchParams({ ...CODE_FLOW, ...CHALLENGE, ...changes })}`;

async function opened(path: string, accept: string, init: RequestInit = {}) {
  const answer = await fetch(sandbox.baseUrl + path, {
    redirect: "manual",
    ...init,
    headers: { accept, ...init.headers },
  });
  return {
    status: answer.status,
    type: answer.headers.get("content-type"),
    policy: answer.headers.get("content-security-policy"),
    text: await answer.text(),
  };
}

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const PROBLEMS = [
  ["an unknown client", authUrl({ client_id: "shop" }), {}, 400, "has no client &#39;shop&#39;"],
  ["a client that is left out", authUrl({ client_id: "" }), {}, 400, "client_id"],
  [
    "an unregistered redirect URI",
    authUrl({ redirect_uri: "http://localhost:9/x" }),
    {},
    400,
    "Registered redirect URIs",
  ],
  ["a redirect URI that is left out", authUrl({ redirect_uri: "" }), {}, 400, "redirect_uri"],
  ["a login page that is gone", "/realms/agentvoicebox/login-actions/authenticate/gone", {}, 400, "too old"],
  [
    "a sign-in that is resumed elsewhere",
    "/realms/agentvoicebox/protocol/openid-connect/auth/gone",
    {},
    400,
    "too old",
  ],
  ["a wrong realm", "/realms/other/account", {}, 404, "/realms/other/account is not in it"],
  ["an unknown path", "/nothing", {}, 404, "no page or endpoint at /nothing"],
  ["an unknown path of the realm", "/realms/agentvoicebox/nothing", {}, 404, "no page or endpoint at"],
  ["an endpoint for programs", "/realms/agentvoicebox/protocol/openid-connect/token", {}, 405, "POST is."],
  [
    "a body that is too large",
    "/realms/agentvoicebox/account",
    { method: "POST", body: "x".repeat(1_048_577) },
    413,
    "a body may have",
  ],
  [
    "a logout to a strange address",
    "/realms/agentvoicebox/protocol/openid-connect/logout?client_id=portal-frontend&post_logout_redirect_uri=http://evil.example/",
    {},
    400,
    "Nobody was signed out",
  ],
  [
    "a logout with a wrong hint",
    "/realms/agentvoicebox/protocol/openid-connect/logout?id_token_hint=x",
    {},
    400,
    "Nobody was signed out",
  ],
] as const;

describe.each(PROBLEMS)("%s", (_, path, init, status, fact) => {
  test("is a page for a browser: the status, the fact, what to do, no stack trace", async () => {
    const page = await opened(path, BROWSER, init);
    expect([page.status, page.type]).toEqual([status, "text/html; charset=utf-8"]);
    expect(page.policy).toContain("default-src 'none'");
    expect(page.text).toContain(fact);
    expect(page.text).toContain("<h2>What to do</h2>");
    expect(page.text).not.toMatch(/\n {4}at |node_modules|\.ts:\d/);
  });

  test("is JSON for a program", async () => {
    const answer = await opened(path, "application/json", init);
    expect([answer.status, answer.type?.split(";")[0]]).toEqual([status, "application/json"]);
    expect(JSON.parse(answer.text)).toHaveProperty("error");
  });
});
