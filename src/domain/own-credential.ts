import type { Category, CredentialStatus, Frequency } from "./credential.ts";
import type { FieldFormat } from "./credential-format.ts";

/** A field of a team's own credential, as `.devenvrc` gives it. */
export interface OwnField {
  readonly variable: string;
  readonly format?: FieldFormat;
  readonly secret?: boolean;
  readonly optional?: boolean;
}

/** A team's own credential, as `.devenvrc` gives it; what is left out follows from its name. */
export interface OwnCredential {
  readonly title?: string;
  readonly category?: Category;
  readonly epic?: number;
  readonly status?: CredentialStatus;
  readonly fields: Readonly<Record<string, OwnField>>;
  readonly aws?: string;
  readonly azure?: string;
  readonly kubernetes?: string;
  readonly rotation?: {
    readonly frequency: Frequency;
    readonly next?: string;
    readonly owner?: string;
    readonly procedure?: string;
  };
  readonly scopes?: readonly string[];
  readonly guide?: readonly string[];
}
