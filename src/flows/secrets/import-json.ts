import { type Credential, type CredentialField, fieldOf } from "../../domain/credential.ts";
import { AvbError, type Place } from "../../domain/errors/avb-error.ts";

type Texts = Readonly<Record<string, string>>;

/** Texts of a file by credential and field, and the names that belong to none. */
export interface FileTexts {
  readonly found: ReadonlyMap<Credential, Readonly<Record<string, string>>>;
  readonly unknown: readonly string[];
  /** Where a value stands, for a file that has lines. */
  placeOf?(credential: Credential, field: CredentialField): Place | undefined;
}

/**
 * The credentials of a JSON object: fields by id, by path or by AWS name (`{"openai": {"api_key": "..."}}`), where a text is
 * taken for the JSON that a secret store gives; or what lies sealed in a local store.
 */
export function fieldsInJson(all: readonly Credential[], text: string, path: string): FileTexts {
  const object = objectIn(text);
  if (object === undefined)
    throw AvbError.of("CREDENTIAL_LINE", { why: "is not a JSON object" }, { place: { file: path } });
  const entries = Object.entries(object);
  const found = new Map<Credential, Texts>();
  const unknown: string[] = [];
  for (const [name, value] of isStore(object) ? storeEntries(object.entries) : entries) {
    const credential = all.find(({ id, places }) => [id, places.path, places.aws].includes(name));
    const fields = typeof value === "string" ? objectIn(value) : value;
    if (credential === undefined || !isObject(fields)) unknown.push(name);
    else found.set(credential, known(credential, fields, { name, unknown }));
  }
  return { found: new Map([...found].filter(([, texts]) => Object.keys(texts).length > 0)), unknown };
}

function known(credential: Credential, fields: object, { name, unknown }: { name: string; unknown: string[] }): Texts {
  const entries = Object.entries<unknown>({ ...fields });
  const isKnown = ([field, value]: readonly [string, unknown]) =>
    fieldOf(credential, field) !== undefined && (typeof value === "string" || typeof value === "number");
  unknown.push(...entries.filter((entry) => !isKnown(entry)).map(([field]) => `${name}.${field}`));
  return Object.fromEntries(entries.filter(isKnown).map(([field, value]) => [field, String(value)]));
}

/** The document of a local store, as the `age` program opens it: the newest version of each entry that was not removed. */
function storeEntries(entries: object): readonly (readonly [string, unknown])[] {
  return Object.entries<unknown>({ ...entries }).flatMap(([path, entry]) => {
    if (!isObject(entry) || "removedAtMs" in entry) return [];
    const versions: unknown = Reflect.get(entry, "versions");
    const newest: unknown = Array.isArray(versions) ? versions.at(-1) : undefined;
    return isObject(newest) ? [[path, Reflect.get(newest, "fields")] as const] : [];
  });
}

const isStore = (object: object): object is { readonly entries: object } =>
  Reflect.get(object, "avb") === 1 && isObject(Reflect.get(object, "entries"));

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
