import { createHash, randomBytes } from "node:crypto";
import { expect } from "vitest";
import { cookieVisitor } from "./cookie-visitor.ts";
import { call, DEMO, type Idp, type IdpObligations, PORTAL, post } from "./idp-calls.ts";
import { claimsOf } from "./token-calls.ts";

/** Registered with the portal, letter by letter. */
const REDIRECT = "http://localhost:5173/auth/callback";

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

/** A user's login in a browser. */
export const SIGN_IN_OBLIGATIONS: IdpObligations = {
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
      "http://localhost:5173/another/page",
      `${REDIRECT}/below`,
      `${REDIRECT}?next=elsewhere`,
    ]) {
      const { status, location } = await call(authorizeUrl(idp, { ...pkce().challenge, redirect_uri }));
      expect([status, location], redirect_uri).toEqual([400, ""]);
    }
  },
};
