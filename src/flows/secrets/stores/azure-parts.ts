import { AzureRefusal, type AzureValue, type AzureVersion } from "../../../domain/azure.ts";
import type { Credential } from "../../../domain/credential.ts";
import type { FieldValues } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { Secret } from "../../../domain/secret.ts";
import type { AzureSession } from "./azure-session.ts";
import { fieldsOfObject, heldObject } from "./json-value.ts";

/** A secret of Key Vault that holds a field of a credential, or all of them as a JSON text. */
export interface AzurePart {
  readonly name: string;
  /** The only field in it; absent for a JSON text. */
  readonly field?: string;
}

/** The tags that only avb reads begin so. */
const OWN = "Avb";
const REVISION = `${OWN}Revision`;
/** Names the waiting version that this one was made of. */
export const PROMOTED = `${OWN}Promoted`;

/** The secrets of a credential. */
export const partsOf = ({ places: { azure } }: Credential): readonly AzurePart[] =>
  azure.form === "json"
    ? [{ name: azure.name }]
    : Object.entries(azure.names).map(([field, name]) => ({ name, field }));

/** The fields that a part holds; STORE_VALUE_FORM for a JSON part that is no object. */
export function fieldsOfPart(credential: Credential, { name, field }: AzurePart, text: string): FieldValues {
  if (field !== undefined) return { [field]: new Secret(text) };
  const object = heldObject(credential, text);
  if (object !== undefined) return fieldsOfObject(credential, object);
  const why = "is no JSON object of fields";
  throw AvbError.of("STORE_VALUE_FORM", { id: credential.id, name, store: "azure", why });
}

/** What is there now, by the names of the parts. */
export type HeldParts = ReadonlyMap<string, AzureValue>;

/** The latest versions of a credential's parts. */
export async function heldParts({ azure }: AzureSession, credential: Credential): Promise<HeldParts> {
  const found = partsOf(credential).map(async ({ name }): Promise<readonly (readonly [string, AzureValue])[]> => {
    const value = await azure.value(name).catch(absent);
    return value === undefined ? [] : [[name, value]];
  });
  return new Map((await Promise.all(found)).flat());
}

/** The fields of all parts that are there. */
export const fieldsOfParts = (credential: Credential, held: ReadonlyMap<string, AzureValue>): FieldValues =>
  Object.assign(
    {},
    ...partsOf(credential).map((part) => {
      const value = held.get(part.name);
      return value === undefined ? {} : fieldsOfPart(credential, part, value.text);
    }),
  );

/** The name of what several secrets hold together: the versions of all of them. */
export const versionOf = (credential: Credential, held: ReadonlyMap<string, Pick<AzureVersion, "version">>): string =>
  partsOf(credential)
    .flatMap(({ name }) => held.get(name)?.version ?? [])
    .join(".");

/** The tags without those that only avb reads. */
export const plainTags = (tags: AzureVersion["tags"]): AzureVersion["tags"] =>
  Object.fromEntries(Object.entries(tags).filter(([name]) => !name.startsWith(OWN)));

/** How many times avb has written it: versions of one second have no other order. */
export const revisionOf = ({ tags }: Pick<AzureVersion, "tags">): number => Number(tags[REVISION] ?? 0) || 0;

/** The tags of a version that is written now; Key Vault takes 256 characters of each. */
export const tagsWith = (tags: AzureVersion["tags"], revision: number): AzureVersion["tags"] => ({
  ...Object.fromEntries(Object.entries(tags).map(([name, text]) => [name, text.slice(0, 256)])),
  [REVISION]: String(revision),
});

/** The tags of everything that is there, the newest one's last. */
export const tagsOfParts = (held: HeldParts): AzureVersion["tags"] =>
  Object.assign({}, ...[...held.values()].toSorted(byAge).map(({ tags }) => tags));

/** The older one first. */
export const byAge = (one: AzureVersion, other: AzureVersion): number =>
  one.createdAtMs - other.createdAtMs || revisionOf(one) - revisionOf(other);

/** Undefined for what is not there; any other refusal goes on. */
export function absent(error: unknown): undefined {
  if (error instanceof AzureRefusal && error.kind === "absent") return undefined;
  throw error;
}
