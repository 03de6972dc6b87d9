import * as client from "openid-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cookieVisitor, hiddenFieldsOf } from "../support/cookie-visitor.ts";
import { type RelyingParty, relyingParty } from "../support/relying-party.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

let sandbox: TestSandbox;
let app: RelyingParty;
beforeAll(async () => {
  sandbox = await startTestSandbox();
  app = await relyingParty(sandbox);
});
afterAll(async () => {
  await sandbox.close();
  expect(sandbox.failures).toEqual([]);
});

const asks = () => client.initiateDeviceAuthorization(app.portal, { scope: "openid" });
const alertOn = (page: string) => /role="alert"[^>]*>([^<]*)</.exec(page)?.[1];

test("a device is told how long to wait between its questions, as by Keycloak", async () => {
  expect((await asks()).interval).toBe(5);
});

test("the address with the code in it asks whether this is the device, without a script", async () => {
  const device = await asks();
  const visitor = cookieVisitor(sandbox.baseUrl);
  const confirms = await visitor.open(device.verification_uri_complete ?? "");
  expect(confirms.page).toContain("Is this your device?");
  expect(confirms.page).toContain(device.user_code);
  expect(confirms.page).not.toContain("<script");
  const login = await visitor.open(device.verification_uri, hiddenFieldsOf(confirms.page));
  const done = await visitor.open(login.url, { user: "demo@test.com" });
  expect(done.page).toContain("Your device is connected");
  const tokens = await client.pollDeviceAuthorizationGrant(app.portal, { ...device, interval: 0.01 });
  expect(tokens.claims()?.preferred_username).toBe("demo@test.com");
  const used = await cookieVisitor(sandbox.baseUrl).open(device.verification_uri_complete ?? "");
  expect(alertOn(used.page)).toContain("No device waits with this code");
});

test("an address with a code that nobody waits with shows it with what is wrong", async () => {
  const { page, status } = await cookieVisitor(sandbox.baseUrl).open(`${sandbox.issuer}/device?user_code=NOPE-"><b>`);
  expect(status).toBe(200);
  expect(alertOn(page)).toContain("No device waits with this code");
  expect(page).toContain('value="NOPE-&quot;&gt;&lt;b&gt;"');
});

test("a page that was left open asks for the code again", async () => {
  const visitor = cookieVisitor(sandbox.baseUrl);
  const address = `${sandbox.issuer}/device`;
  const old = hiddenFieldsOf((await visitor.open(address)).page);
  await visitor.open(address);
  const { user_code } = await asks();
  const refused = await visitor.open(address, { ...old, user_code });
  expect(alertOn(refused.page)).toBe("This page had grown old. Type the code again.");
  const confirms = await visitor.open(address, { ...hiddenFieldsOf(refused.page), user_code });
  expect(confirms.page).toContain("Is this your device?");
});

test("a code that has expired, and a device that was refused, are said in words", async () => {
  let now = Date.now();
  const own = await startTestSandbox({ now: () => now });
  const { portal } = await relyingParty(own);
  const device = await client.initiateDeviceAuthorization(portal, { scope: "openid" });
  const visitor = cookieVisitor(own.baseUrl);
  const form = hiddenFieldsOf((await visitor.open(device.verification_uri)).page);
  const confirms = await visitor.open(device.verification_uri, { ...form, user_code: device.user_code });
  const stopped = await visitor.open(device.verification_uri, { ...hiddenFieldsOf(confirms.page), abort: "yes" });
  expect(alertOn(stopped.page)).toContain("The sign-in was stopped");
  const late = await client.initiateDeviceAuthorization(portal, { scope: "openid" });
  now += 601_000;
  const expired = await visitor.open(late.verification_uri, {
    ...hiddenFieldsOf(stopped.page),
    user_code: late.user_code,
  });
  expect(alertOn(expired.page)).toBe(
    "No device waits with this code: it has expired, or is not the one on your device.",
  );
  await own.close();
});
