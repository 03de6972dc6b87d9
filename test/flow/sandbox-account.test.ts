import * as client from "openid-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cookieVisitor } from "../support/cookie-visitor.ts";
import { type RelyingParty, relyingParty } from "../support/relying-party.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { postForm, signInByPassword } from "../support/token-calls.ts";

const USERNAME = "demo@test.com";
let sandbox: TestSandbox;
let app: RelyingParty;
let address: string;
beforeAll(async () => {
  sandbox = await startTestSandbox();
  app = await relyingParty(sandbox);
  address = `${sandbox.issuer}/account`;
});
afterAll(async () => {
  await sandbox.close();
  expect(sandbox.failures).toEqual([]);
});

const isActive = async (token: string) => (await client.tokenIntrospection(app.backend, token)).active;
/** The ids of the sessions that the page offers to end; the browser's own first. */
const offered = (page: string) => [...page.matchAll(/name="session" value="([^"]+)">Sign out</g)].map(([, id]) => id);

test("who is not signed in signs in first, and then sees who they are", async () => {
  const visitor = cookieVisitor(sandbox.baseUrl);
  const login = await visitor.open(address);
  expect(login.page).toContain("Sign in to your account");
  const { page, url } = await visitor.open(login.url, { user: USERNAME });
  expect(url).toContain(address);
  for (const text of [USERNAME, "This browser", "Sign out everywhere"]) expect(page).toContain(text);
  await visitor.open(address, { session: "all" });
  expect((await visitor.open(address)).page).toContain("Sign in to your account");
});

test("one session is signed out without the others, and all of them at once, with their tokens", async () => {
  const [first, second] = [await app.tokensOf(USERNAME), await app.tokensOf(USERNAME)];
  const direct = (await signInByPassword(sandbox)).body.access_token;
  const { page } = await first.visitor.open(address);
  const others = offered(page).filter((id) => page.indexOf(`value="${id}"`) > page.indexOf("Another session"));
  expect(offered(page)).toHaveLength(3);
  await first.visitor.open(address, { session: others[0] ?? "" });
  expect(await isActive(first.tokens.access_token)).toBe(true);
  expect(await isActive(second.tokens.access_token)).toBe(false);
  expect(await isActive(direct)).toBe(true);
  const gone = await first.visitor.open(address, { session: "all" });
  expect(gone.page).toContain("You are signed out");
  expect([await isActive(first.tokens.access_token), await isActive(direct)]).toEqual([false, false]);
});

test("a person ends no session of somebody else, and a page of another port ends none", async () => {
  const mine = await app.tokensOf(USERNAME);
  const theirs = await app.tokensOf("viewer@agentvoicebox.local");
  const [id = ""] = offered((await theirs.visitor.open(address)).page);
  await mine.visitor.open(address, { session: id });
  await mine.visitor.open(address, { session: String(theirs.tokens.claims()?.sid) });
  expect(await isActive(theirs.tokens.access_token)).toBe(true);
  expect((await theirs.visitor.open(address, { session: "all" }, "http://localhost:3000")).status).toBe(403);
  expect(await isActive(theirs.tokens.access_token)).toBe(true);
  expect((await theirs.visitor.open(address, { session: "all" }, sandbox.baseUrl)).status).toBe(200);
  expect(await isActive(theirs.tokens.access_token)).toBe(false);
});

test("nobody gets a token of the account page's client", async () => {
  const visitor = cookieVisitor(sandbox.baseUrl);
  const login = await visitor.open(address);
  const code = new URL((await visitor.open(login.url, { user: USERNAME })).url).searchParams.get("code") ?? "";
  const fields = { grant_type: "authorization_code", client_id: "account-console", code, redirect_uri: address };
  const { status, body } = await postForm(sandbox, "token", { ...fields, code_verifier: "x".repeat(43) });
  expect([status, body.error]).toEqual([400, "invalid_grant"]);
});

test("the first page tells who is signed in and what was asked", async () => {
  await app.tokensOf("viewer@agentvoicebox.local");
  const page = await (await fetch(`${sandbox.baseUrl}/`)).text();
  expect(page).toContain("<strong>viewer@agentvoicebox.local</strong> portal-frontend");
  expect(page).toMatch(/POST \/realms\/agentvoicebox\/protocol\/openid-connect\/token 200/);
});
