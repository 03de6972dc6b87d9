import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HeldIdentities } from "../../src/domain/sandbox-protocol.ts";
import { passwordOf } from "../support/identities.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { claimsOf, headerOf, postForm, signInByPassword } from "../support/token-calls.ts";

const BACKEND = "agentvoicebox-backend";

describe("the token endpoint", () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await startTestSandbox();
  });
  afterAll(async () => {
    await sandbox.close();
    expect(sandbox.failures).toEqual([]);
  });
  const token = (fields: Readonly<Record<string, string>>, as?: string) =>
    postForm(sandbox, "token", fields, as === undefined ? {} : { as });

  test("a user's access token carries what the application reads", async () => {
    const { status, body } = await signInByPassword(sandbox);
    expect(status).toBe(200);
    expect(headerOf(body.access_token)).toEqual({ alg: "RS256", typ: "JWT", kid: expect.any(String) });
    expect(claimsOf(body.access_token)).toMatchObject({
      iss: sandbox.issuer,
      aud: [BACKEND, "agentvoicebox-api", "account"],
      azp: BACKEND,
      typ: "Bearer",
      tenant_id: "00000000-0000-0000-0000-000000000002",
      realm_access: { roles: ["tenant_admin", "user"] },
      resource_access: { account: { roles: ["manage-account", "manage-account-links", "view-profile"] } },
      roles: ["tenant_admin", "user"],
      groups: ["/demo-company"],
      email: "demo@test.com",
      email_verified: true,
      preferred_username: "demo@test.com",
      name: "Demi Moreau",
      given_name: "Demi",
      family_name: "Moreau",
      scope: "openid email profile",
      sid: body.session_state,
    });
    expect(claimsOf(body.id_token)).toMatchObject({ typ: "ID", aud: BACKEND, sub: claimsOf(body.access_token).sub });
  });

  test("a token is back-dated and lives 300 seconds", async () => {
    const { body } = await signInByPassword(sandbox);
    const { iat, nbf, exp } = claimsOf(body.access_token);
    const now = Math.floor(Date.now() / 1000);
    expect(iat).toBe(nbf);
    expect(now - iat).toBeGreaterThanOrEqual(30);
    expect(exp - now).toBeLessThanOrEqual(300);
    expect(body).toMatchObject({ expires_in: 300, refresh_expires_in: 1800, token_type: "Bearer" });
  });

  test("without the scope openid there is no ID token", async () => {
    const { body } = await signInByPassword(sandbox, "demo@test.com", { scope: "" });
    expect(body).not.toHaveProperty("id_token");
    expect(claimsOf(body.access_token).scope).toBe("email profile");
  });

  test("a client's own token speaks of its service account", async () => {
    const { status, body } = await token({ grant_type: "client_credentials" }, BACKEND);
    expect(status).toBe(200);
    expect(body).not.toHaveProperty("refresh_token");
    expect(claimsOf(body.access_token)).toMatchObject({
      azp: BACKEND,
      preferred_username: `service-account-${BACKEND}`,
      resource_access: { "realm-management": { roles: expect.arrayContaining(["manage-users", "query-groups"]) } },
    });
    expect(claimsOf(body.access_token)).not.toHaveProperty("sid");
  });

  test("a refresh token is used once; the second use ends the session", async () => {
    const first = await signInByPassword(sandbox);
    const refresh = (refresh_token: string) => token({ grant_type: "refresh_token", refresh_token }, BACKEND);
    const second = await refresh(first.body.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.body.refresh_token);
    expect(claimsOf(second.body.access_token).sid).toBe(first.body.session_state);
    expect(await refresh(first.body.refresh_token)).toMatchObject({
      status: 400,
      body: { error: "invalid_grant", error_description: "Maximum allowed refresh token reuse exceeded" },
    });
    expect(await refresh(second.body.refresh_token)).toMatchObject({
      status: 400,
      body: { error: "invalid_grant", error_description: "Session not active" },
    });
  });

  test("a disabled account gets no token, and its refresh token stops working", async () => {
    const { body } = await signInByPassword(sandbox, "viewer@agentvoicebox.local");
    const { document } = (await (await sandbox.control("identities")).json()) as HeldIdentities;
    const value = document.users.find((user) => user.username === "viewer@agentvoicebox.local");
    if (value === undefined) throw new Error("the viewer is missing");
    await sandbox.apply([{ do: "put", kind: "user", key: value.username, value: { ...value, enabled: false } }]);
    const refused = await signInByPassword(sandbox, "viewer@agentvoicebox.local");
    expect(refused).toMatchObject({ status: 400, body: { error_description: "Account disabled" } });
    const refreshed = await token({ grant_type: "refresh_token", refresh_token: body.refresh_token }, BACKEND);
    expect(refreshed).toMatchObject({ status: 400, body: { error_description: "User disabled" } });
  });

  test("a public client may send an empty or a needless secret", async () => {
    const fields = { grant_type: "password", username: "demo@test.com", password: passwordOf("demo@test.com") };
    const answer = await token({ ...fields, client_id: "portal-frontend", client_secret: "needless" });
    expect(answer.status).toBe(200);
  });

  test("an access token can be exchanged by a client that it is meant for", async () => {
    const { body } = await signInByPassword(sandbox);
    const exchanged = await token(
      {
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: body.access_token,
        subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
      },
      "agentvoicebox-api",
    );
    expect(exchanged).toMatchObject({
      status: 200,
      body: { issued_token_type: "urn:ietf:params:oauth:token-type:access_token" },
    });
    expect(claimsOf(exchanged.body.access_token)).toMatchObject({
      azp: "agentvoicebox-api",
      sub: claimsOf(body.access_token).sub,
    });
  });
});
