import { randomBytes } from "node:crypto";
import { closeSync, constants, lstatSync, openSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { appendFile, chmod, link, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Files } from "../domain/world.ts";
import { factsOf } from "./file-facts.ts";
import { errnoOf, readFailure, writing } from "./file-failures.ts";
import { makeFolder } from "./folders.ts";
import { readRegular } from "./regular-file.ts";

/** Writes beside the target and renames, so that a reader or a crash sees the old file or the new one. */
async function replace(path: string, text: string, mode: number): Promise<void> {
  const folder = dirname(path);
  makeFolder(folder);
  const temporary = join(folder, `.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const file = await open(temporary, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, mode);
    try {
      await file.chmod(mode);
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A hard link appears with all its bytes or not at all, and never replaces: no reader sees a half-written file. */
async function createWhole(path: string, text: string): Promise<boolean> {
  const folder = dirname(path);
  makeFolder(folder);
  const temporary = join(folder, `.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: "wx" });
    await link(temporary, path);
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

/** A pipe that somebody put in the file's place would be waited for without end: opened like this it is empty. */
function readNow(path: string): Buffer {
  const handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Looks at once, not through the thread pool: a command reads a dozen small files in turn, and waiting costs more than reading. */
async function orAbsent<T>(path: string, look: () => T): Promise<T | undefined> {
  try {
    return look();
  } catch (error) {
    const failure = readFailure(path, error);
    if (failure !== undefined) throw failure;
    return undefined;
  }
}

/** Files of this machine through node:fs; writes are atomic and private by default. */
export const nodeFiles: Files = {
  read: (path) => orAbsent(path, () => readNow(path).toString("utf8")),
  readBytes: (path) => orAbsent(path, () => readNow(path)),
  readRegular,
  write: (path, text, mode = 0o600) => writing(path, () => replace(path, text, mode)),
  create: (path, text) => writing(path, () => createWhole(path, text)),
  append: (path, text) =>
    writing(path, async () => {
      makeFolder(dirname(path));
      await appendFile(path, text, { mode: 0o600 });
    }),
  remove: (path) => writing(path, () => rm(path, { force: true })),
  removeTree: (path) => writing(path, () => rm(path, { force: true, recursive: true })),
  list: async (path) => (await orAbsent(path, () => readdirSync(path))) ?? [],
  facts: async (path, options = {}) => {
    const facts = await orAbsent(path, () => (options.follow ? statSync(path) : lstatSync(path)));
    return facts === undefined ? undefined : factsOf(facts);
  },
  chmod: (path, mode) => writing(path, () => chmod(path, mode)),
  realPath: async (path) => realpathSync.native(path),
};
