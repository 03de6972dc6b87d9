import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { cookieVisitor } from "../support/cookie-visitor.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

const DAY_MS = 86_400_000;
let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(async () => {
  await sandbox.close();
  expect(sandbox.failures).toEqual([]);
});

const home = async (of: TestSandbox = sandbox) => (await fetch(`${of.baseUrl}/`)).text();
test("a moved clock is told with its time; one that is not is not spoken of", async () => {
  expect(await home()).not.toContain('role="note"');
  const own = await startTestSandbox();
  onTestFinished(() => own.close());
  await own.control("clock", { offsetMs: 2 * DAY_MS });
  const page = await home(own);
  expect(page).toContain(`<time>${new Date(Date.now() + 2 * DAY_MS).toISOString().slice(0, 10)}`);
  expect(page).toContain("avb dev clock reset");
});

test("one click signs a user in through the code flow and ends on the account page", async () => {
  const visitor = cookieVisitor(sandbox.baseUrl);
  const { url, page, status } = await visitor.open(
    `${sandbox.baseUrl}/sign-in`,
    { user: "demo@test.com" },
    sandbox.baseUrl,
  );
  expect(status).toBe(200);
  expect(url).toMatch(/\/realms\/agentvoicebox\/account\?.*code=/);
  expect(page).toContain("<dd>demo@test.com</dd>");
  const other = await visitor.open(`${sandbox.baseUrl}/sign-in`, { user: "viewer@agentvoicebox.local" });
  expect(other.page).toContain("<dd>viewer@agentvoicebox.local</dd>");
  const signedIn = await home();
  expect(signedIn).toContain("<li><strong>viewer@agentvoicebox.local</strong> account-console</li>");
  expect(signedIn).not.toContain("<li><strong>demo@test.com</strong>");
});

test("the first page's link shows the login page though somebody is signed in", async () => {
  const visitor = cookieVisitor(sandbox.baseUrl);
  await visitor.open(`${sandbox.baseUrl}/sign-in`, { user: "demo@test.com" });
  const login = await visitor.open(`${sandbox.baseUrl}/sign-in`);
  expect(login.page).toContain("Sign in to your account");
  const account = await visitor.open(login.url, { user: "operator@agentvoicebox.local" });
  expect(account.page).toContain("<dd>operator@agentvoicebox.local</dd>");
});

test("a page of another port signs nobody in, nor does a pick that was used", async () => {
  const visitor = cookieVisitor(sandbox.baseUrl);
  const foreign = await visitor.open(`${sandbox.baseUrl}/sign-in`, { user: "demo@test.com" }, "http://localhost:3000");
  expect(foreign.status).toBe(403);
  const sent = await fetch(`${sandbox.baseUrl}/sign-in`, {
    method: "POST",
    body: new URLSearchParams({ user: "demo@test.com" }),
    redirect: "manual",
  });
  const flow = sent.headers.get("location") ?? "";
  expect((await visitor.open(flow)).page).toContain("<dd>demo@test.com</dd>");
  expect((await cookieVisitor(sandbox.baseUrl).open(flow)).page).toContain("Sign in to your account");
});

test("nobody can be picked who is not in the realm", async () => {
  const answer = await cookieVisitor(sandbox.baseUrl).open(`${sandbox.baseUrl}/sign-in`, { user: "nobody" });
  expect([answer.status, answer.page.includes("This person may not sign in")]).toEqual([400, true]);
});

test("every test user is on the first page with a button, below the tenant's name", async () => {
  const page = await home();
  expect(page).toContain('<form method="post" action="/sign-in"');
  expect(page.match(/<button class="person" name="user"/g)).toHaveLength(8);
  expect(page).toContain("<legend>Acme Voice</legend>");
});
