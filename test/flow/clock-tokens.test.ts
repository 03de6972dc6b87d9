import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { joseJwt } from "../../src/adapters/jwt.ts";
import { passwordOf } from "../support/identities.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { DAY_MS, endAll, HOUR_MS, MINUTE_MS, moveClock } from "../support/sandbox-clock.ts";
import { claimsOf, headerOf, postForm, signInByPassword } from "../support/token-calls.ts";

const BACKEND = "agentvoicebox-backend";
const USERNAME = "demo@test.com";
let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => endAll(sandbox));
afterAll(async () => {
  await sandbox.close();
  expect(sandbox.failures).toEqual([]);
});

const refreshed = (token: string) =>
  postForm(sandbox, "token", { grant_type: "refresh_token", refresh_token: token }, { as: BACKEND });
const isActive = async (token: string) =>
  (await postForm(sandbox, "token/introspect", { token }, { as: BACKEND })).body.active;
const userinfoStatus = async (token: string) =>
  (await fetch(`${sandbox.issuer}/protocol/openid-connect/userinfo`, { headers: { authorization: `Bearer ${token}` } }))
    .status;
const certificates = async () => (await fetch(`${sandbox.issuer}/protocol/openid-connect/certs`)).text();

/** Seconds by which a token's times are ahead of the machine's; the back-dating is taken off. */
const aheadOf = (token: string) => Math.round((claimsOf(token).iat + 30 - Date.now() / 1000) / 10) * 10 + 0;

test("every kind of token says the sandbox's time, and the sandbox takes it", async () => {
  const move = await moveClock(sandbox, 30 * DAY_MS);
  expect(Math.abs(move.nowMs - Date.now() - 30 * DAY_MS)).toBeLessThan(5000);
  const { body } = await signInByPassword(sandbox);
  const own = await postForm(sandbox, "token", { grant_type: "client_credentials" }, { as: BACKEND });
  const order = (await (await sandbox.control("tokens", { username: USERNAME })).json()) as { access_token: string };
  const tokens = [body.access_token, body.id_token, body.refresh_token, own.body.access_token, order.access_token];
  expect(tokens.map(aheadOf)).toEqual(tokens.map(() => (30 * DAY_MS) / 1000));
  for (const token of [body.access_token, body.refresh_token]) expect(await isActive(token)).toBe(true);
  for (const token of [body.access_token, order.access_token]) expect(await userinfoStatus(token)).toBe(200);
  expect(aheadOf((await refreshed(body.refresh_token)).body.access_token)).toBe((30 * DAY_MS) / 1000);
});

test("time that is skipped ages tokens as time does: access after 5 minutes, refresh after 30", async () => {
  const { body } = await signInByPassword(sandbox);
  await moveClock(sandbox, 10 * MINUTE_MS);
  expect([await isActive(body.access_token), await userinfoStatus(body.access_token)]).toEqual([false, 401]);
  const second = (await refreshed(body.refresh_token)).body;
  expect(await userinfoStatus(second.access_token)).toBe(200);
  await moveClock(sandbox, 39 * MINUTE_MS);
  const third = (await refreshed(second.refresh_token)).body;
  expect(await isActive(third.access_token)).toBe(true);
  await moveClock(sandbox, 70 * MINUTE_MS);
  expect((await refreshed(third.refresh_token)).body.error).toBe("invalid_grant");
});

test("a month ahead ends every login session, for good: going back does not bring it to life", async () => {
  const { body } = await signInByPassword(sandbox);
  await signInByPassword(sandbox, "viewer@agentvoicebox.local");
  expect((await moveClock(sandbox, 30 * DAY_MS)).sessionsEnded).toBe(2);
  await moveClock(sandbox, 0);
  expect(await isActive(body.access_token)).toBe(false);
  expect((await refreshed(body.refresh_token)).body.error_description).toBe("Session not active");
});

test("moving back ends what has not begun yet and leaves what began before", async () => {
  const early = (await signInByPassword(sandbox)).body;
  await moveClock(sandbox, 20 * MINUTE_MS);
  const late = (await signInByPassword(sandbox)).body;
  expect((await moveClock(sandbox, 0)).sessionsEnded).toBe(1);
  expect([await isActive(late.access_token), await userinfoStatus(late.access_token)]).toEqual([false, 401]);
  expect((await refreshed(late.refresh_token)).body.error).toBe("invalid_grant");
  expect(await isActive(early.access_token)).toBe(true);
  expect((await refreshed(early.refresh_token)).status).toBe(200);
});

test("a lock of an account ends with its time, and does not last longer because the clock went back", async () => {
  const grant = async (password: string) =>
    (
      await postForm(sandbox, "token", {
        grant_type: "password",
        client_id: "portal-frontend",
        username: USERNAME,
        password,
      })
    ).status;
  const failFiveTimes = async () => {
    for (let time = 0; time < 5; time += 1) expect(await grant("wrong")).toBe(400);
    expect(await grant(passwordOf(USERNAME))).toBe(400);
  };
  await failFiveTimes();
  await moveClock(sandbox, 2 * MINUTE_MS);
  expect(await grant(passwordOf(USERNAME))).toBe(200);
  await moveClock(sandbox, 30 * DAY_MS);
  await failFiveTimes();
  await moveClock(sandbox, 0);
  expect(await grant(passwordOf(USERNAME))).toBe(200);
});

test("a retired key stays published for 61 real minutes, whatever the clock shows", async () => {
  const before = (await signInByPassword(sandbox)).body.access_token;
  await sandbox.control("rotate");
  await moveClock(sandbox, 30 * DAY_MS);
  const { keys } = JSON.parse(await certificates()) as { keys: { kid: string }[] };
  expect(keys.map(({ kid }) => kid)).toContain(headerOf(before).kid);
  await moveClock(sandbox, 0);
  await joseJwt.verify(before, await certificates(), { issuer: sandbox.issuer, audience: BACKEND });
});

test("the clock stays moved over a restart of the server, and is forgotten once it is reset", async () => {
  await moveClock(sandbox, -2 * DAY_MS);
  await sandbox.restart();
  expect(aheadOf((await signInByPassword(sandbox)).body.access_token)).toBe((-2 * DAY_MS) / 1000);
  await moveClock(sandbox, 0);
  await sandbox.restart();
  expect(aheadOf((await signInByPassword(sandbox)).body.access_token)).toBe(0);
});

test("the log and the server's age go by the real time", async () => {
  await moveClock(sandbox, 30 * DAY_MS);
  await signInByPassword(sandbox);
  const times = sandbox.log.map((line) => Date.parse(JSON.parse(line).time));
  expect(Math.max(...times)).toBeLessThanOrEqual(Date.now());
  const health = (await (await sandbox.control("health")).json()) as { uptimeMs: number };
  expect(health.uptimeMs).toBeLessThan(HOUR_MS);
});

test.each([{}, { offsetMs: "1000" }, { offsetMs: 1500 }, { offsetMs: 11 * 366 * DAY_MS }, { offsetMs: null }])(
  "an order such as %j is refused, and the clock stands as before",
  async (order) => {
    expect((await sandbox.control("clock", order)).status).toBe(400);
    expect(aheadOf((await signInByPassword(sandbox)).body.access_token)).toBe(0);
  },
);

test("without the admin token nobody reads or moves the clock", async () => {
  const url = `${sandbox.baseUrl}/_avb/clock`;
  const statuses = [await fetch(url), await fetch(url, { method: "POST", body: '{"offsetMs":1000}' })];
  expect(statuses.map(({ status }) => status)).toEqual([401, 401]);
});
