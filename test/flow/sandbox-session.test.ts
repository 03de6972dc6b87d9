import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cookieVisitor, hiddenFieldsOf } from "../support/cookie-visitor.ts";
import { clientSecretOf } from "../support/identities.ts";
import { discovered, type RelyingParty, relyingParty } from "../support/relying-party.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { postForm } from "../support/token-calls.ts";

describe("a session of the official OpenID Connect client", () => {
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

  test("reads userinfo, introspects and revokes", async () => {
    const { tokens } = await app.tokensOf("demo@test.com");
    const subject = tokens.claims()?.sub ?? "";
    expect(await client.fetchUserInfo(app.portal, tokens.access_token, subject)).toMatchObject({
      email: "demo@test.com",
      tenant_id: "00000000-0000-0000-0000-000000000002",
    });
    const before = await client.tokenIntrospection(app.backend, tokens.access_token);
    expect(before).toMatchObject({ active: true, username: "demo@test.com", client_id: "portal-frontend" });
    await client.tokenRevocation(app.portal, tokens.access_token);
    expect(await client.tokenIntrospection(app.backend, tokens.access_token)).toEqual({ active: false });
    await expect(client.fetchUserInfo(app.portal, tokens.access_token, subject)).rejects.toThrow();
  });

  test("logging out ends the session everywhere and returns to the application", async () => {
    const { visitor, tokens } = await app.tokensOf("demo@test.com");
    const leave = client.buildEndSessionUrl(app.portal, {
      id_token_hint: tokens.id_token ?? "",
      post_logout_redirect_uri: "http://localhost:65027/",
      state: "s1",
    });
    expect((await visitor.open(leave.href)).url).toBe("http://localhost:65027/?state=s1");
    expect(await client.tokenIntrospection(app.backend, tokens.access_token)).toEqual({ active: false });
    await expect(client.refreshTokenGrant(app.portal, tokens.refresh_token ?? "")).rejects.toMatchObject({
      error_description: "Session not active",
    });
  });

  test("a logout without a hint asks first; one to a strange address is refused", async () => {
    const { visitor } = await app.tokensOf("demo@test.com");
    const logout = `${sandbox.issuer}/protocol/openid-connect/logout?client_id=portal-frontend`;
    const strange = await visitor.open(`${logout}&post_logout_redirect_uri=http://evil.example/`);
    expect(strange.status).toBe(400);
    const question = await visitor.open(`${logout}&post_logout_redirect_uri=http://localhost:65027/`);
    expect(question.page).toContain("Sign out?");
    const gone = await visitor.open(logout.split("?")[0] ?? "", { ...hiddenFieldsOf(question.page), logout: "yes" });
    expect(gone.url).toBe("http://localhost:65027/");
  });

  test("a device signs in while its owner types the code in a browser", async () => {
    const device = await client.initiateDeviceAuthorization(app.portal, { scope: "openid" });
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
    const tokens = await client.pollDeviceAuthorizationGrant(app.portal, { ...device, interval: 0.01 });
    expect(tokens.claims()?.preferred_username).toBe("demo@test.com");
  });

  test("client credentials work by Basic and by form", async () => {
    const byBasic = await client.clientCredentialsGrant(app.backend);
    expect(byBasic.access_token).toBeTruthy();
    const secret = clientSecretOf("agentvoicebox-api");
    const byForm = await discovered(sandbox, "agentvoicebox-api", { auth: client.ClientSecretPost(secret) });
    expect((await client.clientCredentialsGrant(byForm)).access_token).toBeTruthy();
  });

  test("keycloak-js learns in its frame whether the session is still the same", async () => {
    const { visitor, tokens } = await app.tokensOf("demo@test.com");
    const frame = await visitor.open(`${sandbox.issuer}/protocol/openid-connect/login-status-iframe.html`);
    expect(frame.headers.get("content-security-policy")).toContain("frame-ancestors 'self' http://localhost:65027");
    const ask = async (session: string, origin = "http://localhost:65027") =>
      visitor.open(
        `${sandbox.issuer}/protocol/openid-connect/login-status-iframe.html/init?client_id=portal-frontend&origin=${origin}&session=${session}`,
      );
    const session = String(tokens.claims()?.sid);
    expect((await ask(session)).page).toBe('{"state":"unchanged"}');
    expect((await ask("another")).page).toBe('{"state":"changed"}');
    expect((await ask(session, "http://evil.example")).status).toBe(403);
    await visitor.open(client.buildEndSessionUrl(app.portal, { id_token_hint: tokens.id_token ?? "" }).href);
    expect((await ask(session)).page).toBe('{"state":"changed"}');
  });

  test("keycloak-js learns whether frames get cookies", async () => {
    const steps = `${sandbox.issuer}/protocol/openid-connect/3p-cookies`;
    const visitor = cookieVisitor(sandbox.baseUrl);
    expect((await visitor.open(`${steps}/step2.html`)).page).toContain('"unsupported"');
    await visitor.open(`${steps}/step1.html`);
    expect((await visitor.open(`${steps}/step2.html`)).page).toContain('"supported"');
  });

  test("a session ends by its refresh token, as server-side clients of Keycloak do it", async () => {
    const { tokens } = await app.tokensOf("demo@test.com");
    const fields = { client_id: "portal-frontend", refresh_token: tokens.refresh_token ?? "" };
    expect((await postForm(sandbox, "logout", { ...fields, refresh_token: "x" })).status).toBe(400);
    expect((await postForm(sandbox, "logout", fields)).status).toBe(204);
    expect(await client.tokenIntrospection(app.backend, tokens.access_token)).toEqual({ active: false });
  });
});
