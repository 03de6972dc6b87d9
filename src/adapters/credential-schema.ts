import * as z from "zod/mini";
import { CATEGORIES, FREQUENCIES, STATUSES } from "../domain/credential.ts";
import { FIELD_FORMATS } from "../domain/credential-format.ts";

const PLAIN = "a text without control characters";
const VARIABLE = "a variable's name: capitals, digits and '_'";
const FIELD = "a field's name of a-z, 0-9 and '_', such as api_key";
const EPIC = "a whole number from 0 to 999";
const AWS = "a name such as qualisys/payments/stripe: letters, digits and / _ + = . @ -";
const AZURE = "a name of letters, digits and '-', at most 127 characters";
const KUBERNETES = "a name of a-z, 0-9 and '-', at most 63 characters";
const DAY = "a day such as 2027-01-01, in quotes";

const text = (error: string, pattern: RegExp) => z.string({ error }).check(z.regex(pattern, { error }));
const plain = text(PLAIN, /^[^\p{Cc}]{1,500}$/u);
const flag = z.boolean({ error: "true or false" });
const word = <const Words extends readonly string[]>(words: Words) =>
  z.enum(words, { error: `one of ${words.join(", ")}` });

const field = z.strictObject(
  {
    variable: text(VARIABLE, /^[A-Z][A-Z0-9_]{0,127}$/),
    format: z.exactOptional(word(FIELD_FORMATS)),
    secret: z.exactOptional(flag),
    optional: z.exactOptional(flag),
  },
  { error: "a map with 'variable'" },
);

const rotation = z.strictObject(
  {
    frequency: word(FREQUENCIES),
    next: z.exactOptional(text(DAY, /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/)),
    owner: z.exactOptional(plain),
    procedure: z.exactOptional(plain),
  },
  { error: "a map with 'frequency'" },
);

const fields = z
  .record(text(FIELD, /^[a-z][a-z0-9_]{0,63}$/), field, {
    error: ({ code }) => (code === "invalid_key" ? undefined : "a map of fields"),
  })
  .check(z.refine((all) => Object.keys(all).length > 0, { error: "a map with one field at least" }));

/** A team's own credential: everything about it but its value. */
export const ownCredential = z.strictObject(
  {
    title: z.exactOptional(plain),
    category: z.exactOptional(word(CATEGORIES)),
    epic: z.exactOptional(z.int({ error: EPIC }).check(z.minimum(0, { error: EPIC }), z.maximum(999, { error: EPIC }))),
    status: z.exactOptional(word(STATUSES)),
    fields,
    aws: z.exactOptional(text(AWS, /^[A-Za-z0-9/_+=.@-]{1,512}$/)),
    azure: z.exactOptional(text(AZURE, /^[0-9A-Za-z-]{1,127}$/)),
    kubernetes: z.exactOptional(text(KUBERNETES, /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)),
    rotation: z.exactOptional(rotation),
    scopes: z.exactOptional(z.array(plain, { error: "a list of texts" })),
    guide: z.exactOptional(z.array(plain, { error: "a list of texts" })),
  },
  { error: "a map with 'fields'" },
);

/** The keys that a credential, its fields and its rotation have, by how deep they stand. */
export function credentialKeysAt(depth: number, last: string | number | undefined): readonly string[] {
  if (depth <= 2) return Object.keys(ownCredential.shape);
  return Object.keys(last === "rotation" ? rotation.shape : field.shape);
}
