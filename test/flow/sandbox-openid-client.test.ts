import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cookieVisitor, hiddenFieldsOf } from "../support/cookie-visitor.ts";
import { clientSecretOf, passwordOf } from "../support/identities.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { claimsOf } from "../support/token-calls.ts";

const REDIRECT = "http://localhost:65027/callback";
const options = { execute: [client.allowInsecureRequests] };

describe("the official OpenID Connect client", () => {
  let sandbox: TestSandbox;
  let portal: client.Configuration;
  let backend: client.Configuration;
  beforeAll(async () => {
    sandbox = await startTestSandbox();
    const issuer = new URL(sandbox.issuer);
    portal = await client.discovery(issuer, "portal-frontend", undefined, client.None(), options);
    backend = await client.discovery(
      issuer,
      "agentvoicebox-backend",
      undefined,
      client.ClientSecretBasic(clientSecretOf("agentvoicebox-backend")),
      options,
    );
  });
  afterAll(async () => {
    await sandbox.close();
    expect(sandbox.failures).toEqual([]);
  });

  async function signIn(form: Readonly<Record<string, string>>, extra: Readonly<Record<string, string>> = {}) {
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const visitor = cookieVisitor(sandbox.baseUrl);
    const url = client.buildAuthorizationUrl(portal, {
      redirect_uri: REDIRECT,
      scope: "openid profile email",
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      nonce,
      ...extra,
    });
    const page = await visitor.open(url.href);
    const back = await visitor.open(page.url, form);
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
    return { visitor, url, page, back, checks };
  }

  async function tokensOf(username: string) {
    const { visitor, back, checks } = await signIn({ user: username });
    return { visitor, tokens: await client.authorizationCodeGrant(portal, new URL(back.url), checks) };
  }

  test("finds Keycloak's endpoints by discovery", () => {
    expect(portal.serverMetadata()).toMatchObject({
      token_endpoint: `${sandbox.issuer}/protocol/openid-connect/token`,
      introspection_endpoint: `${sandbox.issuer}/protocol/openid-connect/token/introspect`,
      end_session_endpoint: `${sandbox.issuer}/protocol/openid-connect/logout`,
      device_authorization_endpoint: `${sandbox.issuer}/protocol/openid-connect/auth/device`,
    });
  });

  test("signs a picked user in by code with PKCE, and refreshes", async () => {
    const { tokens } = await tokensOf("tenant.admin@agentvoicebox.local");
    expect(tokens.claims()).toMatchObject({
      preferred_username: "tenant.admin@agentvoicebox.local",
      azp: "portal-frontend",
    });
    expect(claimsOf(tokens.access_token)).toMatchObject({ realm_access: { roles: ["tenant_admin"] } });
    const again = await client.refreshTokenGrant(portal, tokens.refresh_token ?? "");
    expect(again.refresh_token).not.toBe(tokens.refresh_token);
    expect(again.claims()?.sub).toBe(tokens.claims()?.sub);
  });

  test("signs in with a typed name and password, and shows why a wrong one fails", async () => {
    const wrong = await signIn({ username: "demo@test.com", password: "wrong" });
    expect(wrong.back.page).toContain("Invalid username or password.");
    const right = await wrong.visitor.open(wrong.page.url, {
      username: "demo@test.com",
      password: passwordOf("demo@test.com"),
    });
    const tokens = await client.authorizationCodeGrant(portal, new URL(right.url), wrong.checks);
    expect(tokens.claims()?.email).toBe("demo@test.com");
  });

  test("a second sign-in of the same browser asks nothing", async () => {
    const { visitor, url } = await signIn({ user: "demo@test.com" });
    expect((await visitor.open(url.href)).url).toContain(`${REDIRECT}?code=`);
    url.searchParams.set("prompt", "login");
    expect((await visitor.open(url.href)).page).toContain("Sign in to");
  });

  test("prompt=none without a session comes back with login_required", async () => {
    const { page } = await signIn({}, { prompt: "none" });
    expect(new URL(page.url).searchParams.get("error")).toBe("login_required");
  });

  test("a public client without PKCE is sent back with an error", async () => {
    const url = `${sandbox.issuer}/protocol/openid-connect/auth?client_id=portal-frontend&response_type=code&redirect_uri=${REDIRECT}`;
    const { url: back } = await cookieVisitor(sandbox.baseUrl).open(url);
    expect(new URL(back).searchParams.get("error")).toBe("invalid_request");
  });

  test("an unknown scope is sent back with invalid_scope", async () => {
    const { page } = await signIn({}, { scope: "openid root" });
    expect(new URL(page.url).searchParams.get("error")).toBe("invalid_scope");
  });

  test.each([
    "http://localhost:65027.evil.example/callback",
    "http://localhost:65028/callback",
    "https://localhost:65027/callback",
    "http://user@localhost:65027/callback",
    "http://evil.example/",
  ])("never sends a code to %s", async (redirect) => {
    const { page } = await signIn({}, { redirect_uri: redirect });
    expect(page.status).toBe(400);
    expect(page.page).toContain("not registered");
  });

  test("a code works once and only with its verifier", async () => {
    const { back, checks } = await signIn({ user: "demo@test.com" });
    const other = { ...checks, pkceCodeVerifier: client.randomPKCECodeVerifier() };
    await expect(client.authorizationCodeGrant(portal, new URL(back.url), other)).rejects.toMatchObject({
      error: "invalid_grant",
      error_description: "PKCE verification failed: Code mismatch",
    });
    await client.authorizationCodeGrant(portal, new URL(back.url), checks);
    await expect(client.authorizationCodeGrant(portal, new URL(back.url), checks)).rejects.toMatchObject({
      error_description: "Code not valid",
    });
  });

  test("reads userinfo, introspects and revokes", async () => {
    const { tokens } = await tokensOf("demo@test.com");
    const subject = tokens.claims()?.sub ?? "";
    expect(await client.fetchUserInfo(portal, tokens.access_token, subject)).toMatchObject({
      email: "demo@test.com",
      tenant_id: "00000000-0000-0000-0000-000000000002",
    });
    const before = await client.tokenIntrospection(backend, tokens.access_token);
    expect(before).toMatchObject({ active: true, username: "demo@test.com", client_id: "portal-frontend" });
    await client.tokenRevocation(portal, tokens.access_token);
    expect(await client.tokenIntrospection(backend, tokens.access_token)).toEqual({ active: false });
    await expect(client.fetchUserInfo(portal, tokens.access_token, subject)).rejects.toThrow();
  });

  test("logging out ends the session everywhere and returns to the application", async () => {
    const { visitor, tokens } = await tokensOf("demo@test.com");
    const leave = client.buildEndSessionUrl(portal, {
      id_token_hint: tokens.id_token ?? "",
      post_logout_redirect_uri: "http://localhost:65027/",
      state: "s1",
    });
    expect((await visitor.open(leave.href)).url).toBe("http://localhost:65027/?state=s1");
    expect(await client.tokenIntrospection(backend, tokens.access_token)).toEqual({ active: false });
    await expect(client.refreshTokenGrant(portal, tokens.refresh_token ?? "")).rejects.toMatchObject({
      error_description: "Session not active",
    });
  });

  test("a logout without a hint asks first; one to a strange address is refused", async () => {
    const { visitor } = await tokensOf("demo@test.com");
    const logout = `${sandbox.issuer}/protocol/openid-connect/logout?client_id=portal-frontend`;
    const strange = await visitor.open(`${logout}&post_logout_redirect_uri=http://evil.example/`);
    expect(strange.status).toBe(400);
    const question = await visitor.open(`${logout}&post_logout_redirect_uri=http://localhost:65027/`);
    expect(question.page).toContain("Sign out?");
    const gone = await visitor.open(logout.split("?")[0] ?? "", { ...hiddenFieldsOf(question.page), logout: "yes" });
    expect(gone.url).toBe("http://localhost:65027/");
  });

  test("a device signs in while its owner types the code in a browser", async () => {
    const device = await client.initiateDeviceAuthorization(portal, { scope: "openid" });
    expect(device.verification_uri).toBe(`${sandbox.issuer}/device`);
    const visitor = cookieVisitor(sandbox.baseUrl);
    const asks = await visitor.open(device.verification_uri);
    const confirms = await visitor.open(device.verification_uri, {
      ...hiddenFieldsOf(asks.page),
      user_code: device.user_code,
    });
    expect(confirms.page).toContain(device.user_code);
    const login = await visitor.open(device.verification_uri, hiddenFieldsOf(confirms.page));
    expect(login.page).toContain("Sign in to");
    const done = await visitor.open(login.url, { user: "demo@test.com" });
    expect(done.page).toContain("Your device is connected");
    const tokens = await client.pollDeviceAuthorizationGrant(portal, { ...device, interval: 0.01 });
    expect(tokens.claims()?.preferred_username).toBe("demo@test.com");
  });

  test("client credentials work by Basic and by form", async () => {
    const byBasic = await client.clientCredentialsGrant(backend);
    expect(byBasic.access_token).toBeTruthy();
    const secret = clientSecretOf("agentvoicebox-api");
    const byForm = await client.discovery(
      new URL(sandbox.issuer),
      "agentvoicebox-api",
      undefined,
      client.ClientSecretPost(secret),
      options,
    );
    expect((await client.clientCredentialsGrant(byForm)).access_token).toBeTruthy();
  });
});
