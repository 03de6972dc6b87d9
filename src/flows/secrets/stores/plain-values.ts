import type { FieldValues } from "../../../domain/credential-store.ts";
import { Secret } from "../../../domain/secret.ts";

/** Texts by field, as they lie in a file that is sealed. */
export type PlainValues = Readonly<Record<string, string>>;

/** The fields of these texts. */
export const secret = (fields: PlainValues): FieldValues =>
  Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, new Secret(text)]));

/** The texts of these fields. */
export const plain = (fields: FieldValues): PlainValues =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value.reveal()]));
