/** The algorithms that tokens are signed with (RFC 7518). */
export const SIGNING_ALGORITHMS = ["HS256", "RS256", "ES256"] as const;

/** One of those algorithms. */
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

/** How a signing key is written: as it is, as PEM, or as a private JWK with kid. */
export type SigningForm = "text" | "pem" | "jwk";

/** What is known of a signing key without its secret part. */
export interface SigningKey {
  readonly algorithm: SigningAlgorithm;
  readonly form: SigningForm;
  /** The thumbprint of RFC 7638. */
  readonly kid: string;
  /** The public JWK with kid, alg and use; of a symmetric key the JWK without its secret. */
  readonly publicJwk: Readonly<Record<string, string>>;
}

/** Keys that tokens are signed with; texts are `JWT_SECRET` as applications read it. */
export interface SigningKeys {
  /** A new one: HS256 of 48 random bytes, RS256 of 2048 bits, ES256 on P-256. */
  make(algorithm: SigningAlgorithm, form: SigningForm): Promise<string>;
  /** Undefined for a text that is no such key. */
  describe(text: string): Promise<SigningKey | undefined>;
  /** Whether what the key signs is verified by its public JWK (by itself where it is symmetric). */
  proves(text: string): Promise<boolean>;
  /** The JWK of a symmetric key with its secret; the public one of any other. Undefined for a text that is no key. */
  verifying(text: string): Promise<Readonly<Record<string, string>> | undefined>;
}
