import { expect } from "vitest";
import { BACKEND, byPassword, call, DEMO, type IdpObligations, type Json, PORTAL, post } from "./idp-calls.ts";
import { claimsOf } from "./token-calls.ts";

/** What a difference between the two is called in the table, by the claim that it is about. */
const CLAIMS_THAT_DIFFER = ["nbf"] as const;

const CLAIMS_OF_BOTH = [
  ...["acr", "allowed-origins", "aud", "azp", "email", "email_verified", "exp", "family_name", "given_name", "groups"],
  ...[
    "iat",
    "iss",
    "jti",
    "name",
    "preferred_username",
    "realm_access",
    "resource_access",
    "roles",
    "scope",
    "sid",
    "sub",
  ],
  ...["tenant_id", "typ"],
];

/** What is left of a life (seconds): a server counts it down while it still writes the answer. */
function expectCounted(left: number, life: number): void {
  expect(left).toBeLessThanOrEqual(life);
  expect(left).toBeGreaterThan(life - 10);
}

/** Its keys, what its tokens say, and whom it gives none. */
export const TOKEN_OBLIGATIONS: IdpObligations = {
  "says where its endpoints are": async (idp) => {
    const { body } = await call(`${idp.issuer}/.well-known/openid-configuration`);
    const at = (path: string) => `${idp.issuer}/protocol/openid-connect/${path}`;
    expect(body).toMatchObject({
      ...{ issuer: idp.issuer, authorization_endpoint: at("auth"), token_endpoint: at("token") },
      ...{ userinfo_endpoint: at("userinfo"), jwks_uri: at("certs"), end_session_endpoint: at("logout") },
      introspection_endpoint: at("token/introspect"),
    });
    expect(body.code_challenge_methods_supported).toContain("S256");
    expect((await call(idp.issuer)).body).toMatchObject({
      realm: "agentvoicebox",
      public_key: expect.stringMatching(/^MII/),
    });
  },
  "signs with an RSA key that it publishes": async (idp) => {
    const { body } = await call(`${idp.issuer}/protocol/openid-connect/certs`);
    expect(body.keys).toContainEqual(expect.objectContaining({ kty: "RSA", alg: "RS256", use: "sig" }));
  },
  "puts into a user's token what an application reads": async (idp) => {
    const { status, body } = await byPassword(idp);
    expect(status).toBe(200);
    const claims = claimsOf(body.access_token);
    expect(body.token_type).toBe("Bearer");
    expectCounted(claims.exp - Math.floor(Date.now() / 1000), 300);
    expectCounted(body.expires_in, 300);
    expectCounted(body.refresh_expires_in, 1800);
    expect(claims).toMatchObject({
      ...{ iss: idp.issuer, sub: "30098184-50ab-4d4b-a147-2380cdb946af", typ: "Bearer", azp: BACKEND, acr: "1" },
      ...{ preferred_username: DEMO, email: DEMO, email_verified: true, name: "Demi Moreau" },
      ...{ given_name: "Demi", family_name: "Moreau", groups: ["/demo-company"], sid: expect.any(String) },
      tenant_id: "00000000-0000-0000-0000-000000000002",
    });
    expect([...claims.aud].sort()).toEqual(["account", "agentvoicebox-api", BACKEND]);
    expect([...claims.roles].sort()).toEqual(["tenant_admin", "user"]);
    expect([...claims.realm_access.roles].sort()).toEqual(["tenant_admin", "user"]);
    expect([...claims.resource_access.account.roles].sort()).toEqual([
      "manage-account",
      "manage-account-links",
      "view-profile",
    ]);
    expect([...claims["allowed-origins"]]).toContain("http://localhost:5173");
    expect(claims.scope.split(" ").sort()).toEqual(["email", "openid", "profile"]);
    expect(claims.jti).toEqual(expect.any(String));
    const others = Object.keys(claims).filter((name) => !CLAIMS_THAT_DIFFER.some((one) => one === name));
    expect(others.sort()).toEqual(CLAIMS_OF_BOTH);
  },
  "gives a service a token of its own": async (idp) => {
    const { status, body } = await post(idp, "token", { grant_type: "client_credentials" }, BACKEND);
    expect(status).toBe(200);
    const claims = claimsOf(body.access_token);
    expect(claims).toMatchObject({ azp: BACKEND, preferred_username: `service-account-${BACKEND}` });
    expect([...claims.resource_access["realm-management"].roles].sort()).toEqual(
      expect.arrayContaining(["manage-users", "view-users"]),
    );
    expect(body.refresh_token).toBeUndefined();
  },
  "refuses what is not known, with OAuth's words": async (idp) => {
    const refusals: readonly [Promise<{ status: number; body: Json }>, number, string][] = [
      [byPassword(idp, "nobody@test.com", "x"), 400, "invalid_grant"],
      [post(idp, "token", { grant_type: "password", client_id: "nobody" }), 401, "invalid_client"],
      [
        post(idp, "token", { grant_type: "password", client_id: BACKEND, username: DEMO, password: "x" }),
        401,
        "unauthorized_client",
      ],
      [post(idp, "token", { grant_type: "urn:example:none" }, BACKEND), 400, "unsupported_grant_type"],
      [post(idp, "token", { grant_type: "client_credentials", client_id: PORTAL }), 401, "unauthorized_client"],
      [post(idp, "token", { grant_type: "refresh_token", refresh_token: "x" }, BACKEND), 400, "invalid_grant"],
    ];
    for (const [asked, status, error] of refusals)
      expect(await asked, error).toMatchObject({ status, body: { error } });
  },
};
