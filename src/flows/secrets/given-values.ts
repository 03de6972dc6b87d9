import { judgeFormat, normalised } from "../../credentials/judge-format.ts";
import { isKeptTogether } from "../../credentials/places.ts";
import { type Credential, type CredentialField, type Environment, fieldOf } from "../../domain/credential.ts";
import type { FieldValues, StoreFacts } from "../../domain/credential-store.ts";
import { AvbError, AvbErrors, type Place } from "../../domain/errors/avb-error.ts";
import { Secret } from "../../domain/secret.ts";
import { takenText } from "../../domain/taken-text.ts";
import type { World } from "../../domain/world.ts";
import { requireField } from "./known-credentials.ts";
import { textWith } from "./stores/json-value.ts";

const MOST_BYTES = 1024 * 1024;

/** Where a value comes from: never a command line. */
export type ValueSource = { readonly kind: "stdin" } | { readonly kind: "file"; readonly path: string };

/** The text that was piped in or lies in a file, without the line break that an editor or `echo` puts at its end. */
export async function givenText(world: World, source: ValueSource): Promise<string> {
  const name = source.kind === "stdin" ? "stdin" : source.path;
  const bytes = source.kind === "stdin" ? await world.input.read(MOST_BYTES) : await fileBytes(world, source.path);
  try {
    return takenText(bytes, { fatal: true }).replace(/\r?\n$/, "");
  } catch {
    throw AvbError.of("CREDENTIAL_NOT_TEXT", { source: name });
  }
}

async function fileBytes(world: World, path: string): Promise<Uint8Array> {
  const file = await world.files.readRegular(path, MOST_BYTES);
  if (file !== undefined) return file.bytes;
  throw AvbError.of("NOT_READABLE", { path, why: "there is no such file", fix: "name a file that is there" });
}

/** The fields in a text: the one that was named, the only one, or those of a JSON object, as the document's shell snippets give them. */
export function fieldsIn(
  credential: Credential,
  text: string,
  field: string | undefined,
): Readonly<Record<string, string>> {
  if (field !== undefined) return { [requireField(credential, field).name]: text };
  const object = objectOf(credential, text);
  if (object !== undefined) return object;
  const required = credential.fields.filter(({ optional }) => !optional);
  const [only] = required;
  if (only !== undefined && required.length === 1) return { [only.name]: text };
  const { id, fields } = credential;
  const names = fields.map(({ name }) => name).join(", ");
  throw AvbError.of("CREDENTIAL_FIELD_NEEDED", { id, fields: names, first: fields[0]?.name ?? "" });
}

/** A JSON object whose names are all fields; a JWK, which is a value, is none. */
function objectOf(credential: Credential, text: string): Readonly<Record<string, string>> | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    const entries = Object.entries<unknown>(JSON.parse(text));
    const isOurs = entries.length > 0 && entries.every(([name, value]) => fieldOf(credential, name) && isScalar(value));
    return isOurs ? Object.fromEntries(entries.map(([name, value]) => [name, String(value)])) : undefined;
  } catch {
    return undefined;
  }
}

const isScalar = (value: unknown): boolean => typeof value === "string" || typeof value === "number";

/** What a set of values is judged by. */
export interface Judging {
  readonly environment: Environment;
  readonly facts: StoreFacts;
  /** Store whatever fits into the store. */
  readonly unchecked: boolean;
  /** Where a value stands, when it came from a file of many. */
  placeOf?(credential: Credential, field: CredentialField): Place | undefined;
}

/**
 * The values in their usual form, ready to be stored; every field that cannot be right is an error of its own
 * (CREDENTIAL_FORMAT, STORE_VALUE_TOO_LARGE), and none of them holds a value.
 */
export function checkedValues(
  credential: Credential,
  texts: Readonly<Record<string, string>>,
  judging: Judging,
): FieldValues {
  const problems: AvbError[] = [];
  const values = Object.entries(texts).map(([name, given]) => {
    const field = requireField(credential, name);
    const text = normalised(field.format, given);
    const problem = problemOf(credential, field, { text, ...judging });
    if (problem !== undefined) problems.push(problem);
    return [name, new Secret(text)] as const;
  });
  const together = tooLargeTogether(credential, Object.fromEntries(values), judging.facts);
  if (together !== undefined && problems.length === 0) problems.push(together);
  const [first, ...rest] = problems;
  if (first !== undefined) throw rest.length === 0 ? first : new AvbErrors([first, ...rest]);
  return Object.fromEntries(values);
}

/** A store that keeps all fields as one text takes only so much of them. */
function tooLargeTogether(
  credential: Credential,
  values: FieldValues,
  { id: store, mostBytesTogether: limit }: StoreFacts,
): AvbError | undefined {
  const bytes = new TextEncoder().encode(textWith({}, values)).length;
  if (limit === undefined || bytes <= limit || !isKeptTogether(credential, store)) return undefined;
  const sizes = { bytes: String(bytes), limit: String(limit) };
  return AvbError.of("STORE_VALUE_TOO_LARGE", {
    id: credential.id,
    field: "the JSON text",
    store: `the store ${store}`,
    ...sizes,
  });
}

function problemOf(
  credential: Credential,
  field: CredentialField,
  { text, environment, facts, unchecked, placeOf }: Judging & { readonly text: string },
): AvbError | undefined {
  const { id } = credential;
  const { name, format } = field;
  const place = placeOf?.(credential, field);
  const more = place === undefined ? {} : { place };
  const bytes = new TextEncoder().encode(text).length;
  const limit = facts.mostBytes ?? 0;
  if (bytes > limit)
    return AvbError.of(
      "STORE_VALUE_TOO_LARGE",
      {
        ...{ id, field: name, store: `the store ${facts.id}` },
        ...{ bytes: String(bytes), limit: String(limit) },
      },
      more,
    );
  if (bytes > 0 && unchecked) return undefined;
  const verdict = judgeFormat(format, text, environment);
  return verdict.state === "good"
    ? undefined
    : AvbError.of("CREDENTIAL_FORMAT", { id, field: name, why: verdict.why }, more);
}
