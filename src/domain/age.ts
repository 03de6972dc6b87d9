import type { Secret } from "./secret.ts";

/** What opens a sealed text: an X25519 identity (`AGE-SECRET-KEY-1...`), or a passphrase. */
export interface AgeKey {
  readonly kind: "identity" | "passphrase";
  readonly text: Secret;
}

/** Why a sealed text did not open: another key's, damaged, or the key itself is none. */
export class AgeRefusal extends Error {
  readonly why: "key" | "damaged" | "identity";

  constructor(why: AgeRefusal["why"], options: ErrorOptions = {}) {
    super(`age: ${why}`, options);
    this.name = "AgeRefusal";
    this.why = why;
  }
}

/** Files in the age format (age-encryption.org/v1), armored as text; every verb throws an AgeRefusal where it cannot. */
export interface Age {
  makeIdentity(): Promise<Secret>;
  /** The public half, `age1...`, to which others may seal. */
  recipientOf(identity: Secret): Promise<string>;
  seal(text: string, key: AgeKey): Promise<string>;
  open(sealed: string, key: AgeKey): Promise<string>;
  /** What opens this text; undefined for what is not in the age format. */
  lockOf(sealed: string): Promise<AgeKey["kind"] | undefined>;
}
