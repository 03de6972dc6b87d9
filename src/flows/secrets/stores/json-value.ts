import { type Credential, fieldOf } from "../../../domain/credential.ts";
import type { FieldValues } from "../../../domain/credential-store.ts";
import { Secret } from "../../../domain/secret.ts";

/** Everything that a store holds under one name, by field; other people's fields too. */
export type HeldObject = Readonly<Record<string, unknown>>;

/** What is in a text that others may have written: a JSON object of fields, or the value of the only field; undefined for neither. */
export function heldObject(credential: Credential, text: string): HeldObject | undefined {
  const object = objectIn(text);
  if (object !== undefined && Object.keys(object).some((name) => fieldOf(credential, name) !== undefined))
    return object;
  const required = credential.fields.filter(({ optional }) => !optional);
  const [only] = required;
  if (only !== undefined && required.length === 1 && text !== "") return { [only.name]: text };
  return object;
}

function objectIn(text: string): HeldObject | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    return JSON.parse(text) as HeldObject;
  } catch {
    return undefined;
  }
}

/** The credential's own fields of it. */
export const fieldsOfObject = ({ fields }: Credential, object: HeldObject): FieldValues =>
  Object.fromEntries(
    fields.flatMap(({ name }): readonly (readonly [string, Secret])[] => {
      const value = Object.hasOwn(object, name) ? object[name] : undefined;
      return typeof value === "string" || typeof value === "number" ? [[name, new Secret(String(value))]] : [];
    }),
  );

/** The text with these fields set; what others put beside them stays. */
export const textWith = (object: HeldObject, fields: FieldValues): string =>
  JSON.stringify({
    ...object,
    ...Object.fromEntries(Object.entries(fields).map(([name, secret]) => [name, secret.reveal()])),
  });

/** Whether it holds exactly these values already. */
export const holds = (object: HeldObject, fields: FieldValues): boolean =>
  Object.entries(fields).every(([name, secret]) => Object.hasOwn(object, name) && object[name] === secret.reveal());
