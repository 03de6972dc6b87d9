import { posix } from "node:path";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import type { FileFacts, Files } from "../../src/domain/world.ts";

/** A file or folder of the fake: what `facts` tells and what `read` gives. */
export interface FakeFile {
  text: string;
  kind: FileFacts["kind"];
  mode: number;
  uid: number;
  modifiedMs: number;
  device: number;
  links: number;
}

/** Files in memory: reads and writes behave as the real ones do, and every write is recorded. */
export interface FakeFiles extends Files {
  readonly entries: Map<string, FakeFile>;
  /** Paths written, appended, created or removed, in order. */
  readonly writes: string[];
  /** Puts a file there without recording it. */
  put(path: string, text: string, facts?: Partial<FakeFile>): void;
  /** Every later write below this path fails as a full disk or a read-only one would. */
  refuseWrites(path: string, code: "DISK_FULL" | "NOT_WRITABLE"): void;
}

/** Files in memory with this clock and owner. */
export function fakeFiles(now: () => number, uid: number): FakeFiles {
  const entries = new Map<string, FakeFile>();
  const writes: string[] = [];
  const refused = new Map<string, "DISK_FULL" | "NOT_WRITABLE">();
  const entry = (text: string, facts: Partial<FakeFile> = {}): FakeFile => ({
    ...{ text, kind: "file", mode: 0o600, uid, modifiedMs: now(), device: 1, links: 1 },
    ...facts,
  });
  const put: FakeFiles["put"] = (path, text, facts) => {
    for (let folder = posix.dirname(path); !entries.has(folder); folder = posix.dirname(folder))
      entries.set(folder, entry("", { kind: "directory", mode: 0o700 }));
    entries.set(path, entry(text, facts));
  };
  const writing = (path: string) => {
    for (const [below, code] of refused) {
      if (!path.startsWith(below)) continue;
      throw code === "DISK_FULL"
        ? AvbError.of(code, { path })
        : AvbError.of(code, {
            path,
            why: "EROFS",
            holder: "/",
            owner: "uid 0",
            fix: "choose a place that can be written",
          });
    }
    writes.push(path);
  };
  const textOf = (path: string) => {
    const found = entries.get(path);
    if (found?.kind === "directory")
      throw AvbError.of("NOT_READABLE", { path, why: "EISDIR", fix: `move ${path} away` });
    return found?.text;
  };
  const factsOf = async (path: string): Promise<FileFacts | undefined> => {
    const found = entries.get(path);
    return found === undefined ? undefined : { ...found, size: Buffer.byteLength(found.text) };
  };
  return {
    entries,
    writes,
    put,
    refuseWrites: (path, code) => void refused.set(path, code),
    read: async (path) => textOf(path),
    readBytes: async (path) => {
      const text = textOf(path);
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
    readRegular: async (path) => {
      const text = textOf(path);
      const facts = await factsOf(path);
      if (text === undefined || facts === undefined) return undefined;
      return { bytes: new TextEncoder().encode(text), facts, realPath: path };
    },
    write: async (path, text, mode = 0o600) => {
      writing(path);
      put(path, text, { mode });
    },
    create: async (path, text) => {
      writing(path);
      if (entries.has(path)) return false;
      put(path, text);
      return true;
    },
    append: async (path, text) => {
      writing(path);
      const have = entries.get(path);
      put(path, (have?.text ?? "") + text, have === undefined ? {} : { mode: have.mode });
    },
    remove: async (path) => {
      if (entries.has(path)) writing(path);
      entries.delete(path);
    },
    removeTree: async (path) => {
      writing(path);
      for (const known of [...entries.keys()])
        if (known === path || known.startsWith(`${path}/`)) entries.delete(known);
    },
    list: async (path) =>
      [...entries.keys()]
        .filter((known) => posix.dirname(known) === path && known !== path)
        .map((known) => posix.basename(known)),
    facts: factsOf,
    chmod: async (path, mode) => {
      const found = entries.get(path);
      if (found !== undefined) found.mode = mode;
    },
    realPath: async (path) => posix.normalize(path),
  };
}
