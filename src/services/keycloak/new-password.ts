import type { KeycloakFields } from "../../domain/keycloak.ts";

/** A password of a user that is to be made, as Keycloak stores one. It takes over the id and the time (ms) that it is given. */
export interface HashedPassword {
  readonly id: string;
  readonly createdDate: number;
  /** PBKDF2 with HMAC-SHA512; both are base64. */
  readonly salt: string;
  readonly hash: string;
  readonly rounds: number;
}

/** The credential of an import: Keycloak need not hash it, which takes its Java a tenth of a second, and replaces the hash by one of its own kind at the first login. */
export const hashedCredential = ({ id, createdDate, salt, hash, rounds }: HashedPassword): KeycloakFields => ({
  ...{ id, type: "password", createdDate },
  secretData: JSON.stringify({ value: hash, salt, additionalParameters: {} }),
  credentialData: JSON.stringify({ hashIterations: rounds, algorithm: "pbkdf2-sha512", additionalParameters: {} }),
});
