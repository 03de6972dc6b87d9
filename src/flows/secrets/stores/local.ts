import type { Credential } from "../../../domain/credential.ts";
import type {
  CredentialStore,
  FieldValues,
  StoreChange,
  StoreFacts,
  StoreLook,
  StoreResult,
} from "../../../domain/credential-store.ts";
import { Secret } from "../../../domain/secret.ts";
import { withStoreLock } from "../store-lock.ts";
import type { StoreTools } from "../store-tools.ts";
import type { LocalDocument, LocalEntry, LocalVersion } from "./local-document.ts";
import { localPath, type OpenedFile, readLocalFile, writeLocalFile } from "./local-file.ts";

const DAY_MS = 86_400_000;
const RECOVERY_DAYS = 30;
const MOST_VERSIONS = 10;

/** The embedded store: one file in the age format for each environment, outside the repository. */
export const LOCAL_FACTS: StoreFacts = {
  ...{ id: "local", title: "Local encrypted file", writable: true, local: true },
  ...{ mostBytes: 65_536, recoveryDays: RECOVERY_DAYS },
};

/** The store of this checkout in this environment; its file is opened when something of it is asked for, and once. */
export function localStore(tools: StoreTools): CredentialStore {
  const { world } = tools;
  let opened: Promise<OpenedFile | undefined> | undefined;
  const entries = async () => {
    opened ??= readLocalFile(tools);
    return (await opened)?.document.entries ?? {};
  };
  const change = <T>(act: (entries: LocalDocument["entries"]) => Changed<T>) =>
    withStoreLock(tools, localPath(tools), async () => {
      const before = await readLocalFile(tools);
      const { next, result } = act(before?.document.entries ?? {});
      if (next !== undefined)
        opened = Promise.resolve(await writeLocalFile(tools, before, swept(next, world.clock.now())));
      return result;
    });
  return {
    facts: LOCAL_FACTS,
    where: localPath(tools),
    look: async (credentials) => {
      const all = await entries();
      return new Map(credentials.map((one) => [one.id, lookAt(all[one.places.path], world.clock.now())]));
    },
    write: (changes) => change((all) => written(all, changes, world.clock.now())),
    remove: (credential) => change((all) => removed(all, credential, world.clock.now())),
    restore: (credential) => change((all) => restored(all, credential, world.clock.now())),
    history: async ({ places }) =>
      ((await entries())[places.path]?.versions ?? []).toReversed().map(({ number, storedAtMs, fields }) => ({
        ...{ version: String(number), storedAtMs },
        fields: secrets(fields),
      })),
  };
}

interface Changed<T> {
  /** Undefined where nothing has to be written. */
  readonly next?: LocalDocument["entries"];
  readonly result: T;
}

function written(
  all: LocalDocument["entries"],
  changes: readonly StoreChange[],
  now: number,
): Changed<readonly StoreResult[]> {
  let next = all;
  const result = changes.map(({ credential: { id, places }, fields, tags }): StoreResult => {
    const entry = next[places.path];
    const last = lookAt(entry, now).state === "present" ? entry?.versions.at(-1) : undefined;
    const values = { ...last?.fields, ...revealed(fields) };
    if (last !== undefined && isEqual(values, last.fields))
      return { id, outcome: "same", version: String(last.number) };
    const number = (entry?.versions.at(-1)?.number ?? 0) + 1;
    const version: LocalVersion = { number, storedAtMs: now, fields: values, tags };
    next = { ...next, [places.path]: { versions: [...(entry?.versions ?? []), version].slice(-MOST_VERSIONS) } };
    return { id, outcome: "written", version: String(number) };
  });
  return next === all ? { result } : { next, result };
}

function removed(
  all: LocalDocument["entries"],
  { places: { path } }: Credential,
  now: number,
): Changed<number | undefined> {
  const entry = all[path];
  if (entry === undefined || lookAt(entry, now).state !== "present") return { result: undefined };
  return { next: { ...all, [path]: { ...entry, removedAtMs: now } }, result: untilOf(now) };
}

function restored(all: LocalDocument["entries"], { places: { path } }: Credential, now: number): Changed<boolean> {
  const entry = all[path];
  if (entry === undefined || lookAt(entry, now).state !== "removed") return { result: false };
  return { next: { ...all, [path]: { versions: entry.versions } }, result: true };
}

function lookAt(entry: LocalEntry | undefined, now: number): StoreLook {
  const last = entry?.versions.at(-1);
  if (entry === undefined || last === undefined) return { state: "absent" };
  const { removedAtMs } = entry;
  if (removedAtMs !== undefined)
    return untilOf(removedAtMs) < now ? { state: "absent" } : { state: "removed", untilMs: untilOf(removedAtMs) };
  const { number, storedAtMs, fields, tags } = last;
  return { state: "present", found: { version: String(number), storedAtMs, tags, fields: secrets(fields) } };
}

/** Without what was removed and can be brought back no more. */
const swept = (all: LocalDocument["entries"], now: number): LocalDocument["entries"] =>
  Object.fromEntries(Object.entries(all).filter(([, entry]) => lookAt(entry, now).state !== "absent"));

const untilOf = (removedAtMs: number): number => removedAtMs + RECOVERY_DAYS * DAY_MS;

const secrets = (fields: Readonly<Record<string, string>>): FieldValues =>
  Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, new Secret(text)]));

const revealed = (fields: FieldValues): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).map(([name, secret]) => [name, secret.reveal()]));

const isEqual = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([name, text]) => other[name] === text);
