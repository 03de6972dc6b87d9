import { createHash, randomBytes } from "node:crypto";
import { expect } from "vitest";
import { cookieVisitor } from "./cookie-visitor.ts";
import { basicAuth, claimsOf } from "./token-calls.ts";

/** An identity provider with Keycloak's interface: the sandbox's, or a real one. */
export interface Idp {
  /** `http://localhost:<port>/realms/agentvoicebox`. */
  readonly issuer: string;
  secretOf(clientId: string): string;
  passwordOf(username: string): string;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes are looked into
type Json = any;

const BACKEND = "agentvoicebox-backend";
const PORTAL = "portal-frontend";
const DEMO = "demo@test.com";
/** Registered with the portal, and of nobody in particular. */
const REDIRECT = "http://localhost:5173/signed-in";

/** What a difference between the two is called in the table, by the claim that it is about. */
export const CLAIMS_THAT_DIFFER = ["nbf"] as const;

async function call(url: string, options: RequestInit = {}): Promise<{ status: number; body: Json; location: string }> {
  const answer = await fetch(url, { redirect: "manual", ...options });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json") === true && text !== "";
  return {
    status: answer.status,
    body: isJson ? JSON.parse(text) : text,
    location: answer.headers.get("location") ?? "",
  };
}

const post = (idp: Idp, path: string, form: Record<string, string>, as?: string) =>
  call(`${idp.issuer}/protocol/openid-connect/${path}`, {
    method: "POST",
    body: new URLSearchParams(form),
    ...(as === undefined ? {} : { headers: { authorization: basicAuth(as, idp.secretOf(as)) } }),
  });

const byPassword = (idp: Idp, username = DEMO, password = idp.passwordOf(username)) =>
  post(idp, "token", { grant_type: "password", username, password, scope: "openid" }, BACKEND);

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

function authorizeUrl(idp: Idp, extra: Record<string, string>): string {
  const usual = { response_type: "code", client_id: PORTAL, redirect_uri: REDIRECT, scope: "openid", state: "s" };
  return `${idp.issuer}/protocol/openid-connect/auth?${new URLSearchParams({ ...usual, ...extra })}`;
}

const pkce = () => {
  const verifier = randomBytes(32).toString("base64url");
  const code_challenge = createHash("sha256").update(verifier).digest("base64url");
  return { verifier, challenge: { code_challenge, code_challenge_method: "S256" } };
};

async function signIn(idp: Idp) {
  const { verifier, challenge } = pkce();
  const visitor = cookieVisitor(new URL(idp.issuer).origin);
  const login = await visitor.open(authorizeUrl(idp, challenge));
  const action = /<form[^>]*action="([^"]+)"/.exec(login.page)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const hidden = [...login.page.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
    /name="([^"]*)"/.exec(tag)?.[1] ?? "",
    /value="([^"]*)"/.exec(tag)?.[1] ?? "",
  ]);
  const form = { ...Object.fromEntries(hidden), username: DEMO, password: idp.passwordOf(DEMO) };
  const back = await visitor.open(new URL(action, login.url).href, form, new URL(idp.issuer).origin);
  const code = new URL(back.url).searchParams.get("code") ?? expect.fail(`no code: ${back.url} ${back.status}`);
  return { grant_type: "authorization_code", client_id: PORTAL, code, redirect_uri: REDIRECT, code_verifier: verifier };
}

const admin = async (idp: Idp, path: string, options: RequestInit = {}) => {
  const { body } = await post(idp, "token", { grant_type: "client_credentials" }, BACKEND);
  const headers = { authorization: `Bearer ${body.access_token}`, "content-type": "application/json" };
  return call(idp.issuer.replace("/realms/", "/admin/realms/") + path, { ...options, headers });
};

/** What both must keep to, each as a sentence. What is answered is compared with what is said here, not with the other one. */
export const IDP_OBLIGATIONS: Readonly<Record<string, (idp: Idp) => Promise<void>>> = {
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
    expect(body).toMatchObject({ expires_in: 300, refresh_expires_in: 1800, token_type: "Bearer" });
    const claims = claimsOf(body.access_token);
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
  "signs a user in by code and PKCE, and takes a code once": async (idp) => {
    const form = await signIn(idp);
    const { status, body } = await post(idp, "token", form);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(claimsOf(body.access_token)).toMatchObject({ azp: PORTAL, preferred_username: DEMO });
    expect(claimsOf(body.id_token)).toMatchObject({ aud: PORTAL, sub: claimsOf(body.access_token).sub });
    expect(await post(idp, "token", form)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  },
  "takes no code without its verifier": async (idp) => {
    const form = await signIn(idp);
    const other = { ...form, code_verifier: randomBytes(32).toString("base64url") };
    expect(await post(idp, "token", other)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  },
  "shows no login without PKCE, with plain PKCE, or for the implicit flow": async (idp) => {
    const plain = { code_challenge: "a".repeat(43), code_challenge_method: "plain" };
    const implicit = { ...pkce().challenge, response_type: "token", nonce: "n" };
    for (const extra of [{}, plain, implicit]) {
      const { location, body } = await call(authorizeUrl(idp, extra));
      expect(location, String(body).slice(0, 200)).toContain("error=");
      expect(location.startsWith(REDIRECT)).toBe(true);
    }
  },
  "leads a login nowhere else": async (idp) => {
    for (const redirect_uri of [
      "https://attacker.example/",
      "http://localhost:9/",
      "http://localhost:5173@attacker.example/",
    ]) {
      const { status, location } = await call(authorizeUrl(idp, { ...pkce().challenge, redirect_uri }));
      expect([status, location], redirect_uri).toEqual([400, ""]);
    }
  },
  "tells who a token speaks of, and nothing for a forged one": async (idp) => {
    const token = (await byPassword(idp)).body.access_token as string;
    const userinfo = `${idp.issuer}/protocol/openid-connect/userinfo`;
    const { body } = await call(userinfo, bearer(token));
    expect(body).toMatchObject({
      sub: claimsOf(token).sub,
      preferred_username: DEMO,
      tenant_id: claimsOf(token).tenant_id,
    });
    const [head, claims] = token.split(".");
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
    for (const forged of [`${none}.${claims}.`, `${head}.${claims}.`, "x"])
      expect((await call(userinfo, bearer(forged))).status).toBe(401);
  },
  "says whether a token still holds": async (idp) => {
    const token = (await byPassword(idp)).body.access_token as string;
    expect((await post(idp, "token/introspect", { token }, BACKEND)).body).toMatchObject({
      active: true,
      username: DEMO,
    });
    expect((await post(idp, "token/introspect", { token: "x" }, BACKEND)).body).toEqual({ active: false });
  },
  "renews a session, and ends it": async (idp) => {
    const { refresh_token } = (await byPassword(idp)).body;
    const renewed = await post(idp, "token", { grant_type: "refresh_token", refresh_token }, BACKEND);
    expect(renewed.status).toBe(200);
    const last = { refresh_token: renewed.body.refresh_token };
    expect((await post(idp, "logout", last, BACKEND)).status).toBe(204);
    const after = await post(idp, "token", { grant_type: "refresh_token", ...last }, BACKEND);
    expect(after).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  },
  "lets the backend manage users and nothing else": async (idp) => {
    const username = `contract-${randomBytes(4).toString("hex")}`;
    const body = JSON.stringify({
      username,
      enabled: true,
      email: `${username}@test.com`,
      attributes: { tenant_id: ["t"] },
    });
    expect((await admin(idp, "/users", { method: "POST", body })).status).toBe(201);
    expect(await admin(idp, "/users", { method: "POST", body })).toMatchObject({
      status: 409,
      body: { errorMessage: expect.stringContaining("exists") },
    });
    const found = (await admin(idp, `/users?username=${username}&exact=true`)).body;
    expect(found).toEqual([expect.objectContaining({ username, enabled: true, attributes: { tenant_id: ["t"] } })]);
    expect((await admin(idp, `/users/${found[0].id}`, { method: "DELETE" })).status).toBe(204);
    expect((await admin(idp, `/users/${found[0].id}`)).status).toBe(404);
    expect((await admin(idp, "/groups?search=demo-company&exact=true")).body).toEqual([
      expect.objectContaining({ path: "/demo-company", id: "2325b57d-6dd7-4203-b874-fa95a74e6b79" }),
    ]);
    // The sandbox has no route for it.
    const changed = await admin(idp, "", { method: "PUT", body: JSON.stringify({ accessTokenLifespan: 1 }) });
    expect([403, 501]).toContain(changed.status);
  },
};

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
