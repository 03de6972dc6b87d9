import type { AwsVersion } from "../../../domain/aws.ts";
import type { Credential } from "../../../domain/credential.ts";
import type { FieldValues } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { fieldsOfObject, heldObject } from "./json-value.ts";

/** A credential and its secret's name. */
export interface Named {
  readonly credential: Credential;
  readonly name: string;
}

/** STORE_VALUE_FORM for a value that is binary, or no object where there are several fields. */
export function fieldsOf({ credential, name }: Named, { text }: AwsVersion): FieldValues {
  const object = text === undefined ? undefined : heldObject(credential, text);
  if (object !== undefined) return fieldsOfObject(credential, object);
  const why = text === undefined ? "is binary" : "is no JSON object of fields";
  throw AvbError.of("STORE_VALUE_FORM", { id: credential.id, name, store: "aws", why });
}
