import type { Credential } from "../../../domain/credential.ts";
import type { CredentialStore, StoreChange, StoreFacts, StoreResult } from "../../../domain/credential-store.ts";
import { withStoreLock } from "../store-lock.ts";
import type { StoreTools } from "../store-tools.ts";
import { type Changed, type Entries, isEqual, lookAt, RECOVERY_DAYS, untilOf, withVersion } from "./local-entry.ts";
import { localPath, type OpenedFile, readLocalFile, writeLocalFile } from "./local-file.ts";
import { localPending } from "./local-pending.ts";
import { plain, secret } from "./plain-values.ts";

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
  const change = <T>(act: (entries: Entries) => Changed<T>) =>
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
    pending: localPending({ entries, change, now: () => world.clock.now(), name: () => world.random.uuid() }),
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
        fields: secret(fields),
      })),
  };
}

function written(all: Entries, changes: readonly StoreChange[], now: number): Changed<readonly StoreResult[]> {
  let next = all;
  const result = changes.map(({ credential: { id, places }, fields, tags }): StoreResult => {
    const entry = next[places.path];
    const last = lookAt(entry, now).state === "present" ? entry?.versions.at(-1) : undefined;
    const values = { ...last?.fields, ...plain(fields) };
    if (last !== undefined && isEqual(values, last.fields))
      return { id, outcome: "same", version: String(last.number) };
    const grown = withVersion(entry, { storedAtMs: now, fields: values, tags });
    next = { ...next, [places.path]: { ...(entry?.pending && { pending: entry.pending }), ...grown } };
    return { id, outcome: "written", version: String(grown.versions.at(-1)?.number) };
  });
  return next === all ? { result } : { next, result };
}

function removed(all: Entries, { places: { path } }: Credential, now: number): Changed<number | undefined> {
  const entry = all[path];
  if (entry === undefined || lookAt(entry, now).state !== "present") return { result: undefined };
  return { next: { ...all, [path]: { versions: entry.versions, removedAtMs: now } }, result: untilOf(now) };
}

function restored(all: Entries, { places: { path } }: Credential, now: number): Changed<boolean> {
  const entry = all[path];
  if (entry === undefined || lookAt(entry, now).state !== "removed") return { result: false };
  return { next: { ...all, [path]: { versions: entry.versions } }, result: true };
}

/** Without what was removed and can be brought back no more. */
const swept = (all: Entries, now: number): Entries =>
  Object.fromEntries(
    Object.entries(all).filter(([, entry]) => entry.pending !== undefined || lookAt(entry, now).state !== "absent"),
  );
