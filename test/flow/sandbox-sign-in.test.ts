import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cookieVisitor } from "../support/cookie-visitor.ts";
import { passwordOf } from "../support/identities.ts";
import { REDIRECT, type RelyingParty, relyingParty } from "../support/relying-party.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { claimsOf } from "../support/token-calls.ts";

describe("signing in with the official OpenID Connect client", () => {
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

  test("finds Keycloak's endpoints by discovery", () => {
    expect(app.portal.serverMetadata()).toMatchObject({
      token_endpoint: `${sandbox.issuer}/protocol/openid-connect/token`,
      introspection_endpoint: `${sandbox.issuer}/protocol/openid-connect/token/introspect`,
      end_session_endpoint: `${sandbox.issuer}/protocol/openid-connect/logout`,
      device_authorization_endpoint: `${sandbox.issuer}/protocol/openid-connect/auth/device`,
    });
  });

  test("signs a picked user in by code with PKCE, and refreshes", async () => {
    const { tokens } = await app.tokensOf("tenant.admin@agentvoicebox.local");
    expect(tokens.claims()).toMatchObject({
      preferred_username: "tenant.admin@agentvoicebox.local",
      azp: "portal-frontend",
    });
    expect(claimsOf(tokens.access_token)).toMatchObject({ realm_access: { roles: ["tenant_admin"] } });
    const again = await client.refreshTokenGrant(app.portal, tokens.refresh_token ?? "");
    expect(again.refresh_token).not.toBe(tokens.refresh_token);
    expect(again.claims()?.sub).toBe(tokens.claims()?.sub);
  });

  test("signs in with a typed name and password, and shows why a wrong one fails", async () => {
    const wrong = await app.signIn({ username: "demo@test.com", password: "wrong" });
    expect(wrong.back.page).toContain("Invalid username or password.");
    const right = await wrong.visitor.open(wrong.page.url, {
      username: "demo@test.com",
      password: passwordOf("demo@test.com"),
    });
    const tokens = await client.authorizationCodeGrant(app.portal, new URL(right.url), wrong.checks);
    expect(tokens.claims()?.email).toBe("demo@test.com");
  });

  test("a second sign-in of the same browser asks nothing", async () => {
    const { visitor, url } = await app.signIn({ user: "demo@test.com" });
    expect((await visitor.open(url.href)).url).toContain(`${REDIRECT}?code=`);
    url.searchParams.set("prompt", "login");
    expect((await visitor.open(url.href)).page).toContain("Sign in to");
  });

  test("prompt=none without a session comes back with login_required", async () => {
    const { page } = await app.signIn({}, { prompt: "none" });
    expect(new URL(page.url).searchParams.get("error")).toBe("login_required");
  });

  test("a public client without PKCE is sent back with an error", async () => {
    const url = `${sandbox.issuer}/protocol/openid-connect/auth?client_id=portal-frontend&response_type=code&redirect_uri=${REDIRECT}`;
    const { url: back } = await cookieVisitor(sandbox.baseUrl).open(url);
    expect(new URL(back).searchParams.get("error")).toBe("invalid_request");
  });

  test("an unknown scope is sent back with invalid_scope", async () => {
    const { page } = await app.signIn({}, { scope: "openid root" });
    expect(new URL(page.url).searchParams.get("error")).toBe("invalid_scope");
  });

  test.each([
    "http://localhost:65027.evil.example/callback",
    "http://localhost:65028/callback",
    "https://localhost:65027/callback",
    "http://user@localhost:65027/callback",
    "http://evil.example/",
  ])("never sends a code to %s", async (redirect) => {
    const { page } = await app.signIn({}, { redirect_uri: redirect });
    expect(page.status).toBe(400);
    expect(page.page).toContain("not registered");
  });

  test("a code works once and only with its verifier", async () => {
    const { back, checks } = await app.signIn({ user: "demo@test.com" });
    const other = { ...checks, pkceCodeVerifier: client.randomPKCECodeVerifier() };
    await expect(client.authorizationCodeGrant(app.portal, new URL(back.url), other)).rejects.toMatchObject({
      error: "invalid_grant",
      error_description: "PKCE verification failed: Code mismatch",
    });
    await client.authorizationCodeGrant(app.portal, new URL(back.url), checks);
    await expect(client.authorizationCodeGrant(app.portal, new URL(back.url), checks)).rejects.toMatchObject({
      error_description: "Code not valid",
    });
  });

  test("another user signs in where one is signed in already, whose session ends", async () => {
    const first = await app.tokensOf("demo@test.com");
    const { back, checks } = await app.signIn(
      { user: "viewer@agentvoicebox.local" },
      { prompt: "login" },
      first.visitor,
    );
    const tokens = await client.authorizationCodeGrant(app.portal, new URL(back.url), checks);
    expect(tokens.claims()?.preferred_username).toBe("viewer@agentvoicebox.local");
    expect(await client.tokenIntrospection(app.backend, first.tokens.access_token)).toEqual({ active: false });
  });
});
