/** Digests. */
export interface Hash {
  /** Lower-case hex; text is taken as UTF-8. */
  sha256(data: string | Uint8Array): string;
  /** HMAC-SHA512 of the text under the key, as base64url. */
  hmac(key: string, text: string): string;
  /** PBKDF2 with HMAC-SHA512: 64 bytes. The salt and the result are base64. */
  pbkdf2(password: string, salt: string, rounds: number): string;
}
