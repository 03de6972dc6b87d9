import type { KeyObject } from "node:crypto";
import type { Jwt } from "../domain/jwt.ts";
import { nodeSigningKeys } from "./signing-keys.ts";

/** Tokens through jose, loaded when the first one is looked at. */
export const joseJwt: Jwt = {
  keys: nodeSigningKeys,
  async verify(token, jwks, { issuer, audience, atMs = Date.now() }) {
    const { createLocalJWKSet, jwtVerify } = await import("jose");
    const keys = createLocalJWKSet(JSON.parse(jwks));
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ["RS256"],
      currentDate: new Date(atMs),
    });
    return payload;
  },
  async decode(token) {
    const { decodeJwt, decodeProtectedHeader } = await import("jose");
    return { header: { ...decodeProtectedHeader(token) }, claims: decodeJwt(token) };
  },
  async sign(claims, pem) {
    const [{ CompactSign }, { createPrivateKey }] = await Promise.all([import("jose"), import("node:crypto")]);
    return new CompactSign(Buffer.from(JSON.stringify(claims)))
      .setProtectedHeader({ alg: "RS256", typ: "JWT" })
      .sign(createPrivateKey(pem));
  },
};

/** What a token is signed with: RS256 with a private key, HS512 with a secret one. */
export interface JwtSigner {
  readonly alg: "RS256" | "HS512";
  readonly kid: string;
  readonly key: KeyObject;
}

/** Signs these claims as they are; `typ` is the header's. */
export async function signJwt(
  claims: Readonly<Record<string, unknown>>,
  signer: JwtSigner,
  typ = "JWT",
): Promise<string> {
  const { CompactSign } = await import("jose");
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: signer.alg, typ, kid: signer.kid })
    .sign(signer.key);
}

/**
 * The claims of a token signed with exactly this algorithm by the key that its header names, at this time; undefined for any other.
 * `expired` accepts a token after its time: what an id_token_hint may be.
 */
export async function verifyJwt(
  token: string,
  expected: {
    readonly alg: JwtSigner["alg"];
    readonly issuer: string;
    readonly nowMs: number;
    readonly keyOf: (kid: string) => KeyObject | undefined;
    readonly expired?: "accepted";
  },
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { jwtVerify } = await import("jose");
  const key = ({ kid }: { readonly kid?: string }) => {
    const found = kid === undefined ? undefined : expected.keyOf(kid);
    if (found === undefined) throw new Error("no such key");
    return found;
  };
  const rules = {
    algorithms: [expected.alg],
    issuer: expected.issuer,
    requiredClaims: ["exp"],
    currentDate: new Date(expected.nowMs),
    clockTolerance: expected.expired === undefined ? 0 : Number.MAX_SAFE_INTEGER,
  };
  const verified = await jwtVerify(token, key, rules).catch(() => undefined);
  return verified?.payload;
}
