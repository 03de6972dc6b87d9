import type { Jwt } from "../domain/jwt.ts";

/** Tokens through jose, loaded when the first one is looked at. */
export const joseJwt: Jwt = {
  async verify(token, jwks, { issuer, audience }) {
    const { createLocalJWKSet, jwtVerify } = await import("jose");
    const keys = createLocalJWKSet(JSON.parse(jwks));
    const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ["RS256"] });
    return payload;
  },
  async decode(token) {
    const { decodeJwt, decodeProtectedHeader } = await import("jose");
    return { header: { ...decodeProtectedHeader(token) }, claims: decodeJwt(token) };
  },
};
