import type { JsonWebKey } from "node:crypto";
import { isCount, isListOf, isMapOf, isRecordOf, isText, isWord, orAbsent, readJson } from "../domain/shape.ts";

/** A signing key as it is kept, with its private parts. */
export interface StoredKey {
  readonly jwk: JsonWebKey;
  readonly createdAtMs: number;
  readonly retiredAtMs?: number;
}

/** The file of keys; the first signing key is the current one. */
export interface StoredKeys {
  readonly signing: readonly StoredKey[];
  readonly refresh: string;
  readonly cookie: string;
}

const isStoredKeys = isRecordOf<StoredKeys>({
  signing: isListOf(
    isRecordOf<StoredKey>({ jwk: isMapOf(isText), createdAtMs: isCount, retiredAtMs: orAbsent(isCount) }),
  ),
  refresh: isWord,
  cookie: isWord,
});

/** The keys in a text, of which none was tried yet; undefined for a text that is no file of keys, or one of none. */
export function parseStoredKeys(text: string): StoredKeys | undefined {
  const keys = readJson(text, isStoredKeys);
  return keys === undefined || keys.signing.length === 0 ? undefined : keys;
}
