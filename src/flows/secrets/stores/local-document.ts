import type { Secret } from "../../../domain/secret.ts";
import {
  isCount,
  isListOf,
  isMapOf,
  isOneOf,
  isRecordOf,
  isText,
  isWord,
  orAbsent,
  readJson,
} from "../../../domain/shape.ts";
import type { World } from "../../../domain/world.ts";

/** A version of a credential, as it lies in the file. */
export interface LocalVersion {
  readonly number: number;
  readonly storedAtMs: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** What it was called while it waited. */
  readonly staged?: string;
}

/** A version that waits: the fields that it sets, and what it is called. */
export type LocalPending = Omit<LocalVersion, "number" | "staged"> & { readonly staged: string };

/** A credential with its versions, the newest last. */
export interface LocalEntry {
  readonly versions: readonly LocalVersion[];
  readonly removedAtMs?: number;
  readonly pending?: LocalPending;
}

/** What is sealed: every credential by its path, which store this is, and how often it was written. */
export interface LocalDocument {
  readonly avb: 1;
  readonly store: string;
  readonly revision: number;
  readonly entries: Readonly<Record<string, LocalEntry>>;
}

interface Sealed extends LocalDocument {
  readonly mac: string;
}

const isContent = { storedAtMs: isCount, fields: isMapOf(isText), tags: isMapOf(isText) };
const isVersion = isRecordOf<LocalVersion>({ number: isCount, ...isContent, staged: orAbsent(isWord) });
const isEntry = isRecordOf<LocalEntry>({
  versions: isListOf(isVersion),
  removedAtMs: orAbsent(isCount),
  pending: orAbsent(isRecordOf<LocalPending>({ ...isContent, staged: isWord })),
});

const isSealed = isRecordOf<Sealed>({
  avb: isOneOf([1] as const),
  store: isWord,
  revision: isCount,
  entries: isMapOf(isEntry),
  mac: isWord,
});

/** A store that nothing was written to yet. */
export const emptyDocument = (store: string): LocalDocument => ({ avb: 1, store, revision: 0, entries: {} });

/** The document as the text that is sealed. Whoever knows the public key can seal; the code at its end shows who wrote it. */
export const textOf = (world: World, document: LocalDocument, key: Secret): string =>
  `${JSON.stringify({ ...document, mac: macOf(world, document, key) }, null, 1)}\n`;

/** The document of an opened text, or why it is none of ours. */
export function documentIn(world: World, text: string, key: Secret): LocalDocument | { readonly why: string } {
  const found = readJson(text, isSealed);
  if (found === undefined) return { why: "it does not hold a store's document" };
  const { mac, ...document } = found;
  return mac === macOf(world, document, key) ? document : { why: "its authentication code is not ours" };
}

/** The code that marks a revision: whoever has another one under the same number has another document. */
export const macOf = (world: World, { avb, store, revision, entries }: LocalDocument, key: Secret): string =>
  world.hash.hmac(`avb local store 1\n${key.reveal()}`, JSON.stringify([avb, store, revision, entries]));
