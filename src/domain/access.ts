import type { EnvValue } from "./env-value.ts";

/** Something a person needs to get at a service: an address to open, a string to connect with, an account or a key. */
export interface AccessFact {
  readonly kind: "url" | "connection" | "account" | "key";
  readonly label: string;
  /** The address, or the account's password, or the key. */
  readonly value: EnvValue;
  /** The account's name. */
  readonly user?: string;
  /** True where only the real service has it, not what the sandbox server offers in its place. */
  readonly realOnly?: true;
  /** The address to open for a person who names the service alone. */
  readonly page?: true;
}
