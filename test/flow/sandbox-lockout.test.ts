import { afterEach, beforeEach, expect, test } from "vitest";
import { passwordOf } from "../support/identities.ts";
import { type RelyingParty, relyingParty } from "../support/relying-party.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { postForm } from "../support/token-calls.ts";

const USERNAME = "demo@test.com";
let sandbox: TestSandbox;
let app: RelyingParty;
let now: number;
beforeEach(async () => {
  now = Date.now();
  sandbox = await startTestSandbox({ now: () => now });
  app = await relyingParty(sandbox);
});
afterEach(() => sandbox.close());

/** The status and words of a password grant. */
const grant = async (password: string, username = USERNAME) => {
  const fields = { grant_type: "password", client_id: "portal-frontend", username, password };
  const { status, body } = await postForm(sandbox, "token", fields);
  return status === 200 ? 200 : `${status} ${body.error_description}`;
};
const WRONG = "400 Invalid user credentials";

async function failFiveTimes() {
  for (let time = 0; time < 5; time += 1) expect(await grant("wrong")).toBe(WRONG);
}

test("after five wrong passwords the right one is refused in the same words, for a minute", async () => {
  await failFiveTimes();
  expect(await grant(passwordOf(USERNAME))).toBe(WRONG);
  now += 59_000;
  expect(await grant(passwordOf(USERNAME))).toBe(WRONG);
  now += 1000;
  expect(await grant(passwordOf(USERNAME))).toBe(200);
  expect(await grant("wrong")).toBe(WRONG);
  expect(await grant(passwordOf(USERNAME))).toBe(200);
});

test("the login page counts with the grant, tells nothing of the lock, and a picked user is free again", async () => {
  const typed = { username: USERNAME, password: passwordOf(USERNAME) };
  const first = await app.signIn({ ...typed, password: "wrong" });
  expect(first.back.page).toContain("Invalid username or password.");
  for (let time = 0; time < 4; time += 1) expect(await grant("wrong")).toBe(WRONG);
  const locked = await app.signIn(typed);
  expect(locked.back.page).toContain("Invalid username or password.");
  const picked = await app.signIn({ user: USERNAME });
  expect(picked.back.url).toContain("code=");
  expect((await app.signIn(typed)).back.url).toContain("code=");
});

test("a lock is one account's: others, and names that nobody has, are as before", async () => {
  await failFiveTimes();
  for (let time = 0; time < 6; time += 1) expect(await grant("wrong", "nobody@nowhere.local")).toBe(WRONG);
  const other = "viewer@agentvoicebox.local";
  expect(await grant(passwordOf(other), other)).toBe(200);
});
