import type { CredentialField } from "../../domain/credential.ts";
import type { FieldFormat } from "../../domain/credential-format.ts";

/** A field that is never shown. */
export const secretField = (name: string, variable: string, format: FieldFormat): CredentialField => ({
  name,
  variable,
  secret: true,
  format,
});

/** A field that may be shown. */
export const plainField = (name: string, variable: string, format: FieldFormat): CredentialField => ({
  ...secretField(name, variable, format),
  secret: false,
});

/** A field that the service works without. */
export const optional = (field: CredentialField): CredentialField => ({ ...field, optional: true });

/** Each field under its own name. */
export const keysLikeFields = (fields: readonly CredentialField[]): Readonly<Record<string, string>> =>
  Object.fromEntries(fields.map(({ name }) => [name, name]));

/** Each field under the name of its variable. */
export const keysLikeVariables = (fields: readonly CredentialField[]): Readonly<Record<string, string>> =>
  Object.fromEntries(fields.map(({ name, variable }) => [name, variable]));
