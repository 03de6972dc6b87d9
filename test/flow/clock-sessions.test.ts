import * as client from "openid-client";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { REDIRECT, type RelyingParty, relyingParty } from "../support/relying-party.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { DAY_MS, endAll, HOUR_MS, moveClock } from "../support/sandbox-clock.ts";
import { claimsOf } from "../support/token-calls.ts";

const USERNAME = "demo@test.com";
let sandbox: TestSandbox;
let app: RelyingParty;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
beforeEach(async () => {
  app = await relyingParty(sandbox);
});
afterEach(() => endAll(sandbox));
afterAll(async () => {
  await sandbox.close();
  expect(sandbox.failures).toEqual([]);
});

/** Moves the clock, and lets the application that checks tokens go by it too. */
async function moveBoth(offsetMs: number) {
  const move = await moveClock(sandbox, offsetMs);
  app = await relyingParty(sandbox, offsetMs / 1000);
  return move;
}

/** The address of a sign-in that asks for this, with what its answer is checked by. */
async function asking(extra: Record<string, string> = {}) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const code_challenge = await client.calculatePKCECodeChallenge(pkceCodeVerifier);
  const fixed = { redirect_uri: REDIRECT, scope: "openid", code_challenge, code_challenge_method: "S256" };
  const { href } = client.buildAuthorizationUrl(app.portal, { ...fixed, ...extra });
  return { url: href, checks: { pkceCodeVerifier, idTokenExpected: true } };
}

test("people sign in and out under a moved clock as under any other", async () => {
  await moveBoth(30 * DAY_MS);
  const { visitor, tokens } = await app.tokensOf(USERNAME);
  expect(tokens.claims()?.auth_time).toBeGreaterThan(Date.now() / 1000 + 29 * 86_400);
  const { url, checks } = await asking({ prompt: "none" });
  const again = await client.authorizationCodeGrant(app.portal, new URL((await visitor.open(url)).url), checks);
  expect(again.claims()?.auth_time).toBe(tokens.claims()?.auth_time);
  await visitor.open(client.buildEndSessionUrl(app.portal, { id_token_hint: again.id_token ?? "" }).href);
  expect((await visitor.open((await asking({ prompt: "none" })).url)).url).toContain("error=login_required");
});

test("a browser's session lives ten hours of the sandbox's time after its last use, and keeps when its person signed in", async () => {
  const { visitor, tokens } = await app.tokensOf(USERNAME);
  await moveBoth(9 * HOUR_MS);
  const { url, checks } = await asking();
  const silent = await client.authorizationCodeGrant(app.portal, new URL((await visitor.open(url)).url), checks);
  expect(silent.claims()?.auth_time).toBe(tokens.claims()?.auth_time);
  expect(claimsOf(silent.access_token).sid).toBe(tokens.claims()?.sid);
  expect((await moveBoth(20 * HOUR_MS)).sessionsEnded).toBe(1);
  expect((await visitor.open((await asking()).url)).page).toContain("Sign in to");
});

test("max_age counts the time that was skipped", async () => {
  const { visitor } = await app.tokensOf(USERNAME);
  await moveBoth(HOUR_MS);
  expect((await visitor.open((await asking({ max_age: "4000" })).url)).url).toContain("code=");
  expect((await visitor.open((await asking({ max_age: "3000" })).url)).page).toContain("Sign in to");
});

test("a code and a sign-in under way expire when their time is skipped, and are gone when the clock goes back", async () => {
  const { back, checks } = await app.signIn({ user: USERNAME });
  await moveBoth(2 * 60_000);
  await expect(client.authorizationCodeGrant(app.portal, new URL(back.url), checks)).rejects.toThrow();
  const { page, visitor } = await app.signIn({ username: USERNAME, password: "wrong" });
  await moveBoth(0);
  expect((await visitor.open(page.url, { user: USERNAME })).status).toBe(400);
});

test("a device waits for its person over a moved clock, until its ten minutes are over", async () => {
  const start = () => client.initiateDeviceAuthorization(app.portal, { scope: "openid" });
  const first = await start();
  await moveBoth(5 * 60_000);
  const poll = (code: string) => client.genericGrantRequest(app.portal, DEVICE, { device_code: code });
  await expect(poll(first.device_code)).rejects.toMatchObject({ error: "authorization_pending" });
  await moveBoth(11 * 60_000);
  await expect(poll(first.device_code)).rejects.toThrow();
});

const DEVICE = "urn:ietf:params:oauth:grant-type:device_code";

test("an application that goes by the real time refuses a sign-in of a moved clock", async () => {
  await moveClock(sandbox, HOUR_MS);
  await expect(app.tokensOf(USERNAME)).rejects.toThrow();
  await moveClock(sandbox, 0);
  expect((await app.tokensOf(USERNAME)).tokens.claims()?.preferred_username).toBe(USERNAME);
});

test("the session's cookie is the browser's to keep by the real time, also behind it", async () => {
  await moveBoth(-30 * DAY_MS);
  const { visitor, tokens } = await app.tokensOf(USERNAME);
  expect(tokens.claims()?.auth_time).toBeLessThan(Date.now() / 1000 - 29 * 86_400);
  expect((await visitor.open((await asking({ prompt: "none" })).url)).url).toContain("code=");
});
