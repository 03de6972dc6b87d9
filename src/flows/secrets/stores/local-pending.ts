import type { Credential } from "../../../domain/credential.ts";
import type { PendingVersions, StoreChange, StoredVersion, StoreResult } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import type { LocalEntry } from "./local-document.ts";
import { type Changed, type Entries, isEqual, lookAt, withVersion } from "./local-entry.ts";
import { type PlainValues, plain, secret } from "./plain-values.ts";

/** The file as far as a version that waits needs it. */
export interface LocalFileAccess {
  entries(): Promise<Entries>;
  change<T>(act: (entries: Entries) => Changed<T>): Promise<T>;
  now(): number;
  /** A name that no version has. */
  name(): string;
}

/** Versions that wait in the local file: only the fields that they set, so that what others write meanwhile is kept. */
export const localPending = ({ entries, change, now, name }: LocalFileAccess): PendingVersions => ({
  stage: (wanted) => change((all) => staged(all, wanted, { now: now(), name: name() })),
  look: async ({ places: { path } }) => waiting((await entries())[path], now()),
  promote: (credential, version) => change((all) => promoted(all, { credential, version, now: now() })),
  drop: ({ places: { path } }) =>
    change((all) => {
      const { pending, ...entry } = all[path] ?? { versions: [] };
      return pending === undefined ? { result: undefined } : { next: { ...all, [path]: entry }, result: undefined };
    }),
  revert: (credential, version) => change((all) => reverted(all, { credential, version, now: now() })),
  tag: ({ places: { path } }, tags) =>
    change((all) => {
      const entry = all[path];
      const last = entry?.versions.at(-1);
      if (entry === undefined || last === undefined) return { result: undefined };
      const versions = [...entry.versions.slice(0, -1), { ...last, tags: { ...last.tags, ...tags } }];
      return { next: { ...all, [path]: { ...entry, versions } }, result: undefined };
    }),
});

function staged(
  all: Entries,
  { credential: { id, places }, fields, tags }: StoreChange,
  { now, name }: { readonly now: number; readonly name: string },
): Changed<StoreResult> {
  const pending = { staged: name, storedAtMs: now, fields: plain(fields), tags };
  const entry: LocalEntry = { versions: [], ...all[places.path], pending };
  return { next: { ...all, [places.path]: entry }, result: { id, outcome: "written", version: name } };
}

function waiting(entry: LocalEntry | undefined, now: number): StoredVersion | undefined {
  if (entry?.pending === undefined) return undefined;
  const { staged: version, storedAtMs } = entry.pending;
  return { version, storedAtMs, fields: secret({ ...current(entry, now), ...entry.pending.fields }) };
}

const current = (entry: LocalEntry, now: number): PlainValues =>
  lookAt(entry, now).state === "present" ? (entry.versions.at(-1)?.fields ?? {}) : {};

interface Choice {
  readonly credential: Credential;
  readonly version: string;
  readonly now: number;
}

function promoted(all: Entries, { credential, version, now }: Choice): Changed<StoreResult> {
  const { id, places } = credential;
  const entry = all[places.path];
  const last = entry?.versions.at(-1);
  if (last?.staged === version) return { result: { id, outcome: "same", version: String(last.number) } };
  if (entry?.pending?.staged !== version) return { result: gone(id, version) };
  const { fields, ...rest } = entry.pending;
  const grown = withVersion(entry, { ...rest, storedAtMs: now, fields: { ...current(entry, now), ...fields } });
  const result: StoreResult = { id, outcome: "written", version: String(grown.versions.at(-1)?.number) };
  return { next: { ...all, [places.path]: grown }, result };
}

/** The earlier version's fields and tags as one more version: a file's history is never rewritten. */
function reverted(all: Entries, { credential, version, now }: Choice): Changed<StoreResult> {
  const { id, places } = credential;
  const entry = all[places.path];
  const wanted = entry?.versions.find(({ number }) => String(number) === version);
  if (entry === undefined || wanted === undefined) return { result: gone(id, version) };
  const { fields, tags } = wanted;
  const last = lookAt(entry, now).state === "present" ? entry.versions.at(-1) : undefined;
  if (last !== undefined && isEqual(last.fields, fields))
    return { result: { id, outcome: "same", version: String(last.number) } };
  const grown = withVersion(entry, { storedAtMs: now, fields, tags });
  const pending = entry.pending && { pending: entry.pending };
  const result: StoreResult = { id, outcome: "written", version: String(grown.versions.at(-1)?.number) };
  return { next: { ...all, [places.path]: { ...pending, ...grown } }, result };
}

const gone = (id: string, version: string): StoreResult => ({
  ...{ id, outcome: "failed" },
  error: AvbError.of("STORE_VERSION_GONE", { id, version, store: "local" }),
});
