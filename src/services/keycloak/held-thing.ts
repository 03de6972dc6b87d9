import type { KeycloakFields, PasswordFacts } from "../../domain/keycloak.ts";

/** A thing that a realm holds. */
export interface HeldThing {
  readonly key: string;
  readonly id: string;
  readonly fields: KeycloakFields;
  /** A client's secret, as its own endpoint gives it. */
  readonly secret?: string;
  /** What is known of a user's password. */
  readonly password?: PasswordFacts;
}
