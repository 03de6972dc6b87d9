import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accessClaims, idClaims, MAX_TOKEN_SECONDS, type Principal, type TokenTerms } from "../../src/domain/claims.ts";
import { grantedScope, KNOWN_SCOPES, unknownScopes } from "../../src/domain/scopes.ts";
import { redirectAllowed } from "../../src/sandbox/oidc/redirects.ts";
import { keycloakRefusal } from "../../src/sandbox/oidc/token-errors.ts";

const PERSON: Principal = {
  id: "u1",
  username: "ada",
  email: "ada@example.test",
  firstName: "Ada",
  lastName: "",
  roles: ["user"],
  groups: [],
  clientRoles: { account: ["view-profile"] },
};
const TERMS: TokenTerms = {
  issuer: "http://localhost:8080/realms/r",
  clientId: "web",
  audiences: [],
  origins: [],
  scope: "email profile",
  jti: "j",
  now: 1_000_000,
  ttl: 300,
};

describe("the claims of a token", () => {
  test("one audience stands alone, several are a list without repetition", () => {
    expect(accessClaims(PERSON, TERMS).aud).toBe("web");
    expect(accessClaims(PERSON, { ...TERMS, audiences: ["api", "web"] }).aud).toEqual(["web", "api"]);
  });

  test("say nothing of what is not known", () => {
    const claims = accessClaims(
      { id: "s", username: "service-account-web", roles: [], groups: [], clientRoles: {} },
      TERMS,
    );
    for (const name of ["email", "name", "tenant_id", "sid", "auth_time"]) expect(claims).not.toHaveProperty(name);
  });

  test("of an ID token are for the client alone and hold its nonce", () => {
    const claims = idClaims(PERSON, { ...TERMS, audiences: ["api"], nonce: "n", session: "s" }, "hash");
    expect(claims).toMatchObject({ aud: "web", nonce: "n", sid: "s", at_hash: "hash", name: "Ada", typ: "ID" });
  });

  test("never allow more than an hour, whatever was asked", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (ttl) => {
        const { iat, nbf, exp } = accessClaims(PERSON, { ...TERMS, ttl });
        expect(nbf).toBe(iat);
        expect(Number(exp) - Number(iat)).toBeLessThanOrEqual(MAX_TOKEN_SECONDS);
        expect(Number(exp)).toBeGreaterThan(Number(iat));
        expect(Number(iat)).toBeLessThan(TERMS.now);
      }),
    );
  });

  test("every requested scope is granted, silent or named as unknown", () => {
    expect(grantedScope("openid roles")).toBe("openid email profile");
    expect(grantedScope(undefined)).toBe("email profile");
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...KNOWN_SCOPES, "root", "x:y")), (names) => {
        const asked = names.join(" ");
        expect(unknownScopes(asked)).toEqual(names.filter((name) => !KNOWN_SCOPES.includes(name)));
        expect(unknownScopes(grantedScope(asked))).toEqual([]);
      }),
    );
  });
});

describe("a redirect URI", () => {
  const registered = ["http://localhost:3000/*", "http://localhost:4000/cb", "com.example.app:/cb"];
  test.each([
    "http://localhost:3000/",
    "http://localhost:3000",
    "http://localhost:3000/a/b?x=1",
    "http://localhost:4000/cb",
    "com.example.app:/cb",
  ])("%s is allowed", (uri) => expect(redirectAllowed(registered, uri)).toBe(true));

  test.each([
    "http://localhost:3000.evil.example/",
    "http://localhost:30000/",
    "http://localhost:3000@evil.example/",
    "http://user:pw@localhost:3000/",
    "https://localhost:3000/",
    "http://127.0.0.1:3000/",
    "http://localhost:3000/#fragment",
    "http://localhost:4000/cb/more",
    "http://localhost:4000/cb?x=1",
    "javascript:alert(1)",
    "",
    "*",
  ])("%s is not", (uri) => expect(redirectAllowed(registered, uri)).toBe(false));

  test("below a folder stays in it, dots or not", () => {
    expect(redirectAllowed(["http://localhost:3000/app/*"], "http://localhost:3000/app/../admin")).toBe(false);
    expect(redirectAllowed(["http://localhost:3000/app/*"], "http://localhost:3000/application")).toBe(false);
    expect(redirectAllowed(["http://localhost:3000/app/*"], "http://localhost:3000/app")).toBe(true);
  });

  test("of another origin is never allowed by a wildcard", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9.@:?\\/-]{0,12}$/), (rest) => {
        const uri = `http://localhost:3000${rest}`;
        fc.pre(URL.canParse(uri) && new URL(uri).origin !== "http://localhost:3000");
        expect(redirectAllowed(registered, uri)).toBe(false);
      }),
    );
  });
});

test("a refusal that Keycloak has no words for stays as it is", () => {
  const refusal = { error: "invalid_target", detail: "", description: "unknown resource", status: 400 };
  expect(keycloakRefusal(refusal, undefined)).toEqual({
    status: 400,
    error: "invalid_target",
    description: "unknown resource",
  });
});
