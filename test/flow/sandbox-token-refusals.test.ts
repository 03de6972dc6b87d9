import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { postForm } from "../support/token-calls.ts";

const BACKEND = "agentvoicebox-backend";

describe("at the token endpoint", () => {
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

  const REFUSALS: readonly (readonly [string, Record<string, string>, string | undefined, number, string, string])[] = [
    [
      "a wrong password",
      { grant_type: "password", username: "demo@test.com", password: "wrong" },
      BACKEND,
      400,
      "invalid_grant",
      "Invalid user credentials",
    ],
    [
      "an unknown user",
      { grant_type: "password", username: "nobody", password: "" },
      BACKEND,
      400,
      "invalid_grant",
      "Invalid user credentials",
    ],
    [
      "an unknown client",
      { grant_type: "client_credentials", client_id: "nobody", client_secret: "x" },
      undefined,
      401,
      "invalid_client",
      "Invalid client or Invalid client credentials",
    ],
    [
      "a wrong client secret",
      { grant_type: "client_credentials", client_id: BACKEND, client_secret: "x" },
      undefined,
      401,
      "unauthorized_client",
      "Invalid client or Invalid client credentials",
    ],
    [
      "a confidential client without its secret",
      { grant_type: "client_credentials", client_id: BACKEND },
      undefined,
      401,
      "unauthorized_client",
      "Invalid client or Invalid client credentials",
    ],
    [
      "a public client asking for a service account",
      { grant_type: "client_credentials", client_id: "portal-frontend" },
      undefined,
      401,
      "unauthorized_client",
      "Public client not allowed to retrieve service account",
    ],
    [
      "a password grant without a name",
      { grant_type: "password", password: "x" },
      BACKEND,
      401,
      "invalid_request",
      "Missing parameter: username",
    ],
    [
      "a device grant without its code",
      { grant_type: "urn:ietf:params:oauth:grant-type:device_code" },
      BACKEND,
      400,
      "invalid_request",
      "Missing parameter: device_code",
    ],
    ["an unknown grant", { grant_type: "magic" }, BACKEND, 400, "unsupported_grant_type", "Unsupported grant_type"],
    ["no grant at all", { username: "x" }, BACKEND, 400, "invalid_request", "Missing form parameter: grant_type"],
    [
      "an unknown scope",
      { grant_type: "client_credentials", scope: "openid root" },
      BACKEND,
      400,
      "invalid_scope",
      "Invalid scopes: openid root",
    ],
    [
      "a refresh token of nobody",
      { grant_type: "refresh_token", refresh_token: "abc" },
      BACKEND,
      400,
      "invalid_grant",
      "Invalid refresh token",
    ],
    [
      "a code of nobody",
      { grant_type: "authorization_code", code: "abc", redirect_uri: "http://localhost:3000/" },
      BACKEND,
      400,
      "invalid_grant",
      "Code not valid",
    ],
  ];
  test.each(REFUSALS)("%s is refused as Keycloak does", async (_what, fields, as, status, error, description) => {
    const refused = await token(fields, as);
    expect(refused.body).toEqual({ error, error_description: description });
    expect(refused.status).toBe(status);
  });
});
