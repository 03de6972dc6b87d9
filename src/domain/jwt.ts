import type { SigningKeys } from "./signing-keys.ts";

/** Signed tokens as a client sees them. */
export interface Jwt {
  /** Keys that sign. */
  readonly keys: SigningKeys;
  /**
   * The claims of a token whose signature, issuer, audience and times hold against these published keys (a JWKS document as text);
   * rejects otherwise. `atMs` is the time to go by, milliseconds since 1970; the machine's where it is left out.
   */
  verify(
    token: string,
    jwks: string,
    expected: { readonly issuer: string; readonly audience: string; readonly atMs?: number },
  ): Promise<Readonly<Record<string, unknown>>>;
  /** Header and claims as they stand, nothing checked. */
  decode(token: string): Promise<{
    readonly header: Readonly<Record<string, unknown>>;
    readonly claims: Readonly<Record<string, unknown>>;
  }>;
  /** The claims as a token that an RSA private key signs (RS256); `pem` is PKCS#1 or PKCS#8. Rejects for another text. */
  sign(claims: Readonly<Record<string, string | number>>, pem: string): Promise<string>;
}
