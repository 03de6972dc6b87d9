import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { makeFolder } from "./adapters/folders.ts";
import { cacheFolderOf } from "./domain/cache-folder.ts";

const MOST_ENTRIES = 128;
const MOST_BUILDS = 4;

/** Runs the bundle in `dist/` through V8's code cache: compiled once per Node version, bundle and command, then only read. */
export function launch(root: string): Promise<void> {
  const file = join(root, "dist", "avb.cjs");
  const cache = cachePlace(root);
  const bundle: { exports: { start?: (root: string) => Promise<void> } } = { exports: {} };
  const packages = () => compiled(join(root, "dist", "packages.cjs"), cache && `${cache}-packages.bin`)();
  const run = compiled(file, cache && `${cache}.bin`);
  run(bundle.exports, require, bundle, file, dirname(file), packages);
  return bundle.exports.start?.(root) ?? Promise.reject(new Error("the bundle in dist/ has no entry"));
}

/** What the script in a file comes to: a function. */
function compiled(file: string, cache: string | undefined): (...given: readonly unknown[]) => unknown {
  const known = cache === undefined ? undefined : readPrivate(cache);
  const script = new Script(readFileSync(file, "latin1"), {
    filename: file,
    ...(known === undefined ? {} : { cachedData: known }),
  });
  if (cache !== undefined && (known === undefined || script.cachedDataRejected === true)) {
    // A mistyped command has nothing worth keeping.
    process.once("exit", (status) => status === 0 && writePrivate(cache, script.createCachedData()));
  }
  return script.runInThisContext();
}

/** Where the cache of one Node, bundle and command lies, but for the end of its name: a command then reads only the functions it uses. */
function cachePlace(root: string): string | undefined {
  const folder = cacheFolderOf({ env: process.env, home: homedir(), platform: process.platform });
  if (folder === undefined || process.env.NODE_V8_COVERAGE !== undefined) return undefined;
  const bundle = readFileSync(join(root, "dist", "build.hash"), "utf8");
  const words = process.argv.slice(2).filter((word) => /^[a-z]{1,16}$/.test(word));
  const command = words.slice(0, 2).join("-") || "avb";
  return join(folder, "code", `${process.version}-${process.arch}-${bundle}`, command);
}

/** Reads a cache only when nobody else could have written it: code is run from it. */
function readPrivate(path: string): Buffer | undefined {
  try {
    const handle = openSync(path, "r");
    try {
      const facts = fstatSync(handle);
      const mine = process.getuid === undefined || (facts.uid === process.getuid() && (facts.mode & 0o077) === 0);
      return mine ? readFileSync(handle) : undefined;
    } finally {
      closeSync(handle);
    }
  } catch {
    return undefined;
  }
}

/** A cache that cannot be kept costs time, never the command. */
function writePrivate(path: string, data: Buffer): void {
  try {
    const folder = dirname(path);
    makeFolder(folder);
    if (readdirSync(folder).length > MOST_ENTRIES) return;
    const temporary = `${path}.${process.pid}`;
    writeFileSync(temporary, data, { mode: 0o600, flag: "wx" });
    renameSync(temporary, path);
    forgetOldBuilds(dirname(folder));
  } catch {
    return;
  }
}

/** Several versions of avb may be in use at once, but not the ones of last month. */
function forgetOldBuilds(folder: string): void {
  const builds = readdirSync(folder).map((name) => ({
    path: join(folder, name),
    used: statSync(join(folder, name)).mtimeMs,
  }));
  const old = builds.sort((a, b) => b.used - a.used).slice(MOST_BUILDS);
  for (const { path } of old) rmSync(path, { recursive: true, force: true });
}
