import { createLocalJWKSet, jwtVerify } from "jose";
import * as client from "openid-client";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { SHIPPED_IDENTITIES } from "../support/identities.ts";
import { logoutReceiver } from "../support/logout-receiver.ts";
import { REDIRECT, type RelyingParty, relyingParty } from "../support/relying-party.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { claimsOf, signInByPassword } from "../support/token-calls.ts";

const USERNAME = "demo@test.com";
let sandbox: TestSandbox;
let app: RelyingParty;
beforeAll(async () => {
  sandbox = await startTestSandbox({ now: () => Date.now() });
  app = await relyingParty(sandbox);
});
afterAll(() => sandbox.close());

/** The address of a sign-in that asks for this, with what its answer is checked by. */
async function asking(extra: Record<string, string>) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(app.portal, {
    redirect_uri: REDIRECT,
    scope: "openid",
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    ...extra,
  });
  return { url: url.href, checks: { pkceCodeVerifier, idTokenExpected: true } };
}

test("prompt=none answers at once: a code to who is signed in, login_required to who is not", async () => {
  const { url, checks } = await asking({ prompt: "none" });
  const { visitor } = await app.tokensOf(USERNAME);
  const back = await visitor.open(url);
  const tokens = await client.authorizationCodeGrant(app.portal, new URL(back.url), checks);
  expect(tokens.claims()?.preferred_username).toBe(USERNAME);
  const { back: refused } = await app.signIn({}, { prompt: "none" });
  expect(new URL(refused.url).searchParams.get("error")).toBe("login_required");
});

test("prompt=login asks again though somebody is signed in, and max_age once the sign-in is older", async () => {
  const { visitor, tokens } = await app.tokensOf(USERNAME);
  expect((await visitor.open((await asking({ prompt: "login" })).url)).page).toContain("Sign in to");
  expect((await visitor.open((await asking({ max_age: "3600" })).url)).url).toContain("code=");
  vi.useFakeTimers({ now: Date.now() + 3_601_000, toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const { url, checks } = await asking({ max_age: "3600" });
  const page = await visitor.open(url);
  expect(page.page).toContain("Sign in to");
  const back = await visitor.open(page.url, { user: USERNAME });
  const again = await client.authorizationCodeGrant(app.portal, new URL(back.url), { ...checks, maxAge: 3600 });
  expect(Number(again.claims()?.auth_time)).toBeGreaterThan(Number(tokens.claims()?.auth_time) + 3600);
});

test("acr is 1 for a sign-in and 0 where the session of before was used, as in Keycloak", async () => {
  const { visitor, tokens } = await app.tokensOf(USERNAME);
  expect([tokens.claims()?.acr, claimsOf(tokens.access_token).acr]).toEqual(["1", "1"]);
  const { url, checks } = await asking({});
  const silent = await client.authorizationCodeGrant(app.portal, new URL((await visitor.open(url)).url), checks);
  expect([silent.claims()?.acr, claimsOf(silent.access_token).acr]).toEqual(["0", "0"]);
  const refreshed = await client.refreshTokenGrant(app.portal, silent.refresh_token ?? "");
  expect(claimsOf(refreshed.access_token).acr).toBe("0");
});

test("two browsers of one person are two sessions: one that ends leaves the other", async () => {
  const [first, second] = [await app.tokensOf(USERNAME), await app.tokensOf(USERNAME)];
  expect(first.tokens.claims()?.sid).not.toBe(second.tokens.claims()?.sid);
  const leave = client.buildEndSessionUrl(app.portal, { id_token_hint: first.tokens.id_token ?? "" });
  await first.visitor.open(leave.href);
  const isActive = async (token: string) => (await client.tokenIntrospection(app.backend, token)).active;
  expect(await isActive(first.tokens.access_token)).toBe(false);
  expect(await isActive(second.tokens.access_token)).toBe(true);
});

/** Gives shipped clients a back-channel logout address each. */
const withBackchannel = (uris: Readonly<Record<string, string>>) =>
  sandbox.apply(
    SHIPPED_IDENTITIES.clients.flatMap((value) => {
      const backchannelLogoutUri = uris[value.clientId];
      if (backchannelLogoutUri === undefined) return [];
      return [{ do: "put", kind: "client", key: value.clientId, value: { ...value, backchannelLogoutUri } } as const];
    }),
  );

test("a logout is told to the client with a signed token that names its session, and to nobody twice", async () => {
  const [portal, backend] = [await logoutReceiver(), await logoutReceiver()];
  onTestFinished(() => [portal, backend].forEach((receiver) => void receiver.close()));
  await withBackchannel({ "portal-frontend": portal.uri, "agentvoicebox-backend": backend.uri });
  const { visitor, tokens } = await app.tokensOf(USERNAME);
  const own = await signInByPassword(sandbox);
  await visitor.open(client.buildEndSessionUrl(app.portal, { id_token_hint: tokens.id_token ?? "" }).href);
  await client.tokenRevocation(app.backend, own.body.refresh_token);
  await vi.waitFor(() => expect([portal.tokens.length, backend.tokens.length]).toEqual([1, 1]));
  const jwks = JSON.parse(await (await fetch(`${sandbox.issuer}/protocol/openid-connect/certs`)).text());
  const expected = { issuer: sandbox.issuer, audience: "portal-frontend", algorithms: ["RS256"] };
  const { payload, protectedHeader } = await jwtVerify(portal.tokens[0] ?? "", createLocalJWKSet(jwks), expected);
  expect(protectedHeader.typ).toBe("logout+jwt");
  expect(payload).toMatchObject({
    sub: tokens.claims()?.sub,
    sid: tokens.claims()?.sid,
    events: { "http://schemas.openid.net/event/backchannel-logout": {} },
    jti: expect.any(String),
  });
  expect(payload).not.toHaveProperty("nonce");
  expect(claimsOf(backend.tokens[0] ?? "").sid).toBe(claimsOf(own.body.access_token).sid);
  expect(sandbox.failures).toEqual([]);
});

test("an application that is gone does not keep anybody signed in", async () => {
  const gone = await logoutReceiver();
  gone.close();
  await withBackchannel({ "portal-frontend": gone.uri });
  const { visitor, tokens } = await app.tokensOf(USERNAME);
  await visitor.open(client.buildEndSessionUrl(app.portal, { id_token_hint: tokens.id_token ?? "" }).href);
  expect((await client.tokenIntrospection(app.backend, tokens.access_token)).active).toBe(false);
  await vi.waitFor(() => expect(String(sandbox.failures[0])).toContain(`nothing answers at ${gone.uri}`));
});
